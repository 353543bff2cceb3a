/**
 * Our client against a BMC that others wrote and that knows nothing but cipher suite 17, with ipmitool as witness.
 * `ipmi_sim` has no SHA-256. Where go-ipmi's server cannot be had, nothing here runs.
 */
import { open } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  checkLogin,
  createBmcTransport,
  type IpmiBmc,
  makeAccount,
  openBmc,
  probeBmc,
  removeAccount,
  Secret,
} from '../src/index.ts';
import { runIpmitool } from './run-ipmitool.ts';
import { type GoIpmiServer, goIpmiServer, startGoIpmiServer } from './start-goipmi-server.ts';

describe.skipIf(goIpmiServer === undefined)('with go-ipmi’s server as the BMC', () => {
  const deps = { transport: createBmcTransport() };
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  let server: GoIpmiServer;
  let bmc: IpmiBmc;

  beforeAll(async () => {
    server = await startGoIpmiServer([17]);
    bmc = await openBmc(server.target, deps);
  });

  afterAll(async () => {
    await bmc.close();
    await deps.transport.close();
    await server.stop();
  });

  const witness = (...words: string[]) =>
    runIpmitool(
      { port: server.target.port, username: 'ADMIN', password: server.password, suite: 17 },
      ...words,
    );

  test('suite 17 is agreed on, and power and boot device are what ipmitool reads', async () => {
    expect(bmc.cipherSuite).toBe(17);
    expect(await bmc.control.cipherSuites()).toEqual([17]);
    await bmc.power.apply('on');
    expect(await bmc.power.state()).toBe('on');
    expect((await witness('power', 'status')).output).toContain('Chassis Power is on');
    const pxe = { device: 'pxe', persistent: false, firmware: 'uefi' } as const;
    expect(await bmc.boot.write(pxe)).toEqual(pxe);
    const { output } = await witness('chassis', 'bootparam', 'get', '5');
    expect(output).toContain('Boot Flag Valid');
    expect(output).toContain('BIOS EFI boot');
    expect(output).toContain('Force PXE');
  });

  test('a password that is wrong, a user that is not there and a suite that it lacks are refused', async () => {
    expect(await checkLogin({ ...server.target, password: new Secret('wrong-password') }, deps)).toBe(
      'refused',
    );
    expect(await checkLogin({ ...server.target, username: 'nobody' }, deps)).toBe('refused');
    await expect(openBmc({ ...server.target, cipherSuite: 8 }, deps)).rejects.toMatchObject({
      code: 'cipher-refused',
    });
  });

  test('an account is made, proven by its login and ipmitool’s, and removed with proof', async () => {
    const account = {
      username: 'g_tenant05',
      password: new Secret('Tenant-pass-05'),
      privilege: 'operator',
    } as const;
    const logIn = () => checkLogin({ ...server.target, ...account }, deps);
    const { slot } = await makeAccount({ accounts: bmc.accounts, account, logIn, wait, allowedSlots: [9] });
    expect(slot).toBe(9);
    const asTenant = () =>
      runIpmitool(
        {
          port: server.target.port,
          username: account.username,
          password: 'Tenant-pass-05',
          privilege: 'OPERATOR',
          suite: 17,
        },
        'power',
        'status',
      );
    expect(await asTenant()).toMatchObject({ succeeded: true });
    const removal = await removeAccount({
      accounts: bmc.accounts,
      account: { username: account.username, slot: 9 },
      scramblePassword: () => new Secret('Scrambled-pass-9'),
      tryOldLogin: logIn,
    });
    // It answers Get Session Info for our own session alone: whether the tenant is logged in, it does not tell.
    expect(removal).toMatchObject({ proven: true, evidence: { login: 'refused', sessionsTold: false } });
    expect(await asTenant()).toMatchObject({ succeeded: false });
  });

  test('the serial console passes characters both ways', async () => {
    const machine = await open(server.terminal, 'r+');
    const line = await bmc.serial.open();
    const printed = new Promise<string>((resolve) => {
      let text = '';
      line.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
        if (text.includes('login:')) resolve(text);
      });
    });
    await machine.write('login: ');
    expect(await printed).toContain('login:');
    line.write('root\r');
    const typed = await machine.read(Buffer.alloc(16), 0, 16);
    expect(typed.buffer.toString('latin1', 0, typed.bytesRead)).toMatch(/^root[\r\n]$/);
    line.destroy();
    await machine.close();
  });

  test('the on-boarding probe tells what it really does', async () => {
    let made = 0;
    const profile = await probeBmc(
      server.target,
      {
        username: 'p_probe01',
        newPassword: (bytes) => new Secret(`Pr0be-pass-${made++}`.padEnd(bytes, 'x')),
      },
      // Sessions that it ended fall silent, which takes all the repeats to see.
      { ...deps, timing: { commandTimeoutMs: 100, timeoutStepMs: 50 } },
    );
    expect(profile).toMatchObject({
      cipherSuites: [17],
      accounts: {
        model: 'slots',
        disable: 'works',
        noAccess: 'works',
        passwordBytes: 20,
        endSession: 'by-id',
      },
    });
  });
});
