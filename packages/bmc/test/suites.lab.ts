/**
 * Every cipher suite that we speak, and K_g, against others: our virtual BMC with ipmitool and FreeIPMI as its
 * clients, our client with `ipmi_sim` as its BMC. `ipmi_sim` has no SHA-256, and refuses 8 and 12 in the end;
 * for suite 17 with a BMC of others see `suite-17.lab.ts`.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { type CipherSuiteId, createBmcTransport, type IpmiTarget, openBmc, Secret } from '../src/index.ts';
import { createVirtualBmc, habits, type VirtualBmc } from '../testing/index.ts';
import { runIpmitool } from './run-ipmitool.ts';
import { startIpmiSim } from './start-ipmi-sim.ts';

const admin = { username: 'admin', password: 'admin-pass-01' };
const run = promisify(execFile);
const transport = createBmcTransport();
let bmc: VirtualBmc | undefined;

afterEach(() => bmc?.close());
afterAll(() => transport.close());

async function start(bmcKey?: string): Promise<VirtualBmc> {
  bmc = await createVirtualBmc({
    users: [{ slot: 2, name: admin.username, password: admin.password, privilege: 'administrator' }],
    habit: { ...habits['postern-default'], cipherSuites: [3, 8, 12, 17] },
    initialPower: 'on',
    ...(bmcKey === undefined ? {} : { bmcKey: Buffer.from(bmcKey) }),
  });
  return bmc;
}

function target({ host, port }: VirtualBmc, more: Partial<IpmiTarget> = {}): IpmiTarget {
  return { host, port, username: admin.username, password: new Secret(admin.password), ...more };
}

async function ours(opened: IpmiTarget): Promise<CipherSuiteId> {
  const connection = await openBmc(opened, { transport });
  try {
    expect(await connection.power.state()).toBe('on');
    return connection.cipherSuite;
  } finally {
    await connection.close();
  }
}

async function freeIpmi(port: number, suite: number, ...more: string[]): Promise<string> {
  const login = ['-u', admin.username, '-p', admin.password, '-I', String(suite), ...more];
  const host = ['-D', 'LAN_2_0', '-h', `127.0.0.1:${port}`];
  return (await run('ipmipower', [...host, ...login, '--stat'])).stdout;
}

describe.each([3, 8, 12, 17] as const)('cipher suite %i', (suite) => {
  test('FreeIPMI and our client are understood by the virtual BMC', async () => {
    const { port } = await start();
    expect(await freeIpmi(port, suite)).toMatch(/: on/);
    expect(await ours(target(await start(), { cipherSuite: suite }))).toBe(suite === 3 ? 17 : suite);
  });

  test('a K_g has to be known to FreeIPMI and to our client', async () => {
    const virtual = await start('the-key-of-this-bmc');
    expect(await freeIpmi(virtual.port, suite, '-k', 'the-key-of-this-bmc')).toMatch(/: on/);
    await expect(freeIpmi(virtual.port, suite, '-k', 'another')).rejects.toThrow('ipmipower');
    const bmcKey = new Secret('the-key-of-this-bmc');
    await ours(target(virtual, { cipherSuite: suite, bmcKey }));
    await expect(ours(target(virtual, { cipherSuite: suite }))).rejects.toMatchObject({
      code: 'protocol-violation',
    });
  });
});

test.each([3, 17] as const)('ipmitool knows a K_g with suite %i, and no login without it', async (suite) => {
  const { port } = await start('the-key-of-this-bmc');
  const login = { ...admin, port, suite };
  expect(await runIpmitool({ ...login, bmcKey: 'the-key-of-this-bmc' }, 'power', 'status')).toMatchObject({
    succeeded: true,
  });
  expect(await runIpmitool({ ...login, bmcKey: 'another' }, 'power', 'status')).toMatchObject({
    succeeded: false,
  });
});

test('the K_g of ipmi_sim opens a session', async () => {
  const sim = await startIpmiSim('bare', 'sixteen-byte-key');
  try {
    const keyed = { ...sim.target, bmcKey: new Secret('sixteen-byte-key') };
    const connection = await openBmc(keyed, { transport });
    expect(await connection.power.state()).toBe('off');
    await connection.close();
    await expect(openBmc(sim.target, { transport })).rejects.toMatchObject({ code: 'protocol-violation' });
  } finally {
    await sim.stop();
  }
});
