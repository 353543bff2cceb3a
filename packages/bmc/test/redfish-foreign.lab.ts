/**
 * Redfish with others: a fence agent and DMTF's own tools drive our virtual service, and our client drives sushy-tools'
 * emulator. `.ci/foreign-peers` fetches them; where one cannot be had, its tests are skipped.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { createBmcTransport, fetchCertificate, openBmc, Secret } from '../src/index.ts';
import { createVirtualBmc, type HabitName, newCertificate, type VirtualBmc } from '../testing/index.ts';
import { freeTcpPort } from './free-ports.ts';

const run = promisify(execFile);
const fenceAgent = '/usr/sbin/fence_redfish';
const emulator = await pathOf('sushy-emulator');
const dmtfTools = await pathOf('rf_accounts.py');

function pathOf(program: string): Promise<string | undefined> {
  return run('which', [program]).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}

test.skipIf(!existsSync(fenceAgent))('fence_redfish turns a virtual server off and on', async () => {
  const users = [{ slot: 2, name: 'admin', password: 'admin-pass-01', privilege: 'administrator' }] as const;
  const virtual = await createVirtualBmc({ users, redfish: {}, initialPower: 'on' });
  const address = ['-a', '127.0.0.1', '-u', String(virtual.redfish?.port), '-z', '--ssl-insecure'];
  const login = ['-l', 'admin', '-p', 'admin-pass-01', '--systems-uri=/redfish/v1/Systems/1'];
  const fence = (operation: string) => run(fenceAgent, [...address, ...login, '-o', operation]);
  expect((await fence('status')).stdout).toContain('Status: ON');
  await fence('reboot');
  expect(virtual.server.power.counts).toMatchObject({ stops: 1, starts: 1 });
  await virtual.close();
});

describe.skipIf(dmtfTools === undefined)('DMTF’s redfish-utilities', () => {
  const users = [{ slot: 2, name: 'admin', password: 'admin-pass-01', privilege: 'administrator' }] as const;
  let virtual: VirtualBmc;
  afterEach(() => virtual.close());

  async function start(habit: HabitName): Promise<void> {
    virtual = await createVirtualBmc({ users, redfish: {}, habit, initialPower: 'on' });
  }

  async function tool(name: string, ...words: string[]): Promise<string> {
    const address = [
      '-r',
      `https://127.0.0.1:${virtual.redfish?.port}`,
      '-u',
      'admin',
      '-p',
      'admin-pass-01',
    ];
    return (await run(`rf_${name}.py`, [...address, ...words])).stdout;
  }

  // Accounts by POST, in slots by PATCH, and by PATCH with If-Match alone.
  test.each(['openbmc', 'idrac9', 'xcc'] as const)('make, see and remove an account on %s', async (habit) => {
    await start(habit);
    await tool('accounts', '--add', 'g_tenant05', 'Tenant-pass-05', 'Operator');
    // In a slot the tool leaves it disabled.
    const enabled = habit !== 'idrac9';
    expect(virtual.server.users.findByName('g_tenant05')).toMatchObject({ enabled, privilege: 3 });
    expect(await tool('accounts')).toMatch(/g_tenant05 +\| Operator /);
    await tool('accounts', '--delete', 'g_tenant05');
    expect(virtual.server.users.findByName('g_tenant05')).toBeUndefined();
  });

  test('switch the power, choose a boot device and a medium, read sensors and the log', async () => {
    await start('openbmc');
    await tool('power_reset', '-t', 'ForceOff');
    expect(await tool('power_reset', '--info')).toContain('Current power state: Off');
    await tool('boot_override', '--target', 'Pxe');
    expect(virtual.server.boot.flags).toMatchObject({ valid: true, persistent: false, device: 'pxe' });
    expect(await tool('sensor_list')).toMatch(/CPU temp +\| 24 Cel/);
    expect(await tool('sel')).toContain('Power operation: ForceOff.');
    await tool('virtual_media', 'insert', '--image', 'http://192.0.2.1/rescue.iso');
    expect(virtual.redfish?.media.get('Cd')).toBe('http://192.0.2.1/rescue.iso');
    await tool('virtual_media', 'eject', '--id', 'Cd');
    expect(virtual.redfish?.media.get('Cd')).toBeUndefined();
    expect(virtual.redfish?.sessions()).toEqual([]);
  });
});

test.skipIf(emulator === undefined)('our client drives the power and boot of sushy-tools', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'postern-sushy-'));
  const { key, cert } = await newCertificate();
  await writeFile(join(folder, 'key.pem'), key);
  await writeFile(join(folder, 'cert.pem'), cert);
  const port = await freeTcpPort();
  const tls = ['--ssl-certificate', join(folder, 'cert.pem'), '--ssl-key', join(folder, 'key.pem')];
  const child = spawn(emulator ?? '', ['--fake', '-i', '127.0.0.1', '-p', String(port), ...tls], {
    stdio: 'ignore',
  });
  const transport = createBmcTransport();
  try {
    const certificateSha256 = await pinOf(port, child);
    const login = { username: 'any', password: new Secret('any'), login: 'basic' } as const;
    const bmc = await openBmc(
      { protocol: 'redfish', host: '127.0.0.1', port, certificateSha256, ...login },
      { transport },
    );
    const before = await bmc.power.state();
    await bmc.power.apply(before === 'on' ? 'off' : 'on');
    await expect.poll(() => bmc.power.state(), { timeout: 30_000 }).not.toBe(before);
    expect(await bmc.boot.write({ device: 'pxe', persistent: true, firmware: 'uefi' })).toMatchObject({
      device: 'pxe',
    });
    expect((await bmc.identity()).protocolVersion).toMatch(/^1\./);
    await bmc.close();
  } finally {
    await transport.close();
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
});

async function pinOf(port: number, child: ChildProcess): Promise<string> {
  for (;;) {
    if (child.exitCode !== null) throw new Error('the emulator ended');
    const shown = await fetchCertificate({ host: '127.0.0.1', port }).catch(() => undefined);
    if (shown !== undefined) return shown.sha256;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
