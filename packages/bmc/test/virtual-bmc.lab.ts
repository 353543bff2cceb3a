/** The virtual BMC against clients that were written by others: ipmitool and FreeIPMI. */
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createVirtualBmc, type VirtualBmc } from '../testing/index.ts';
import { runIpmitool, type WitnessLogin, type WitnessResult } from './run-ipmitool.ts';

const admin = { username: 'admin', password: 'admin-pass-01' };
const delays = { onMs: 0, offMs: 0, resetMs: 0, cyclePauseMs: 0, softOffMs: 0 };
const run = promisify(execFile);
let bmc: VirtualBmc;

beforeEach(async () => {
  bmc = await createVirtualBmc({
    name: 'web-07',
    users: [{ slot: 2, name: admin.username, password: admin.password, privilege: 'administrator' }],
    powerDelays: delays,
  });
});

afterEach(() => bmc.close());

function ipmitool(command: string, login: Partial<WitnessLogin> = {}): Promise<WitnessResult> {
  return runIpmitool({ ...admin, port: bmc.port, suite: 17, ...login }, ...command.split(' '));
}

/** Runs a FreeIPMI tool against the BMC and returns what it printed. */
async function freeIpmi(tool: string, suite: 3 | 8 | 12 | 17, ...args: string[]): Promise<string> {
  const login = ['-u', admin.username, '-p', admin.password, '-I', String(suite)];
  const { stdout } = await run(tool, ['-D', 'LAN_2_0', '-h', `127.0.0.1:${bmc.port}`, ...login, ...args]);
  return stdout;
}

describe.each([3, 17] as const)('cipher suite %i', (suite) => {
  test('ipmitool drives the power and each operation is done once', async () => {
    expect((await ipmitool('chassis power status', { suite })).output).toContain('Chassis Power is off');
    expect((await ipmitool('chassis power reset', { suite })).succeeded).toBe(false);
    for (const operation of ['on', 'reset', 'cycle', 'soft', 'on', 'off']) {
      expect(await ipmitool(`chassis power ${operation}`, { suite })).toMatchObject({ succeeded: true });
      await settle();
    }
    expect(bmc.server.power.counts).toEqual({ starts: 3, stops: 3, resets: 1, diagnosticInterrupts: 0 });
  });

  test('FreeIPMI drives the power', async () => {
    expect(await freeIpmi('ipmipower', suite, '--stat')).toMatch(/127\.0\.0\.1.*: off/);
    expect(await freeIpmi('ipmipower', suite, '--on', '--wait-until-on')).toContain('ok');
    expect(await freeIpmi('ipmipower', suite, '--stat')).toMatch(/127\.0\.0\.1.*: on/);
    expect(bmc.server.power.counts.starts).toBe(1);
  });

  test('a wrong password and an unknown name are refused', async () => {
    expect((await ipmitool('mc info', { suite, password: 'wrong' })).succeeded).toBe(false);
    expect((await ipmitool('mc info', { suite, username: 'nobody' })).succeeded).toBe(false);
    expect(bmc.effects.logins.accepted).toBe(0);
    expect(bmc.effects.logins.refusedNames).toBeGreaterThan(0);
    expect(bmc.sessions()).toHaveLength(0);
  });
});

test('an account made by ipmitool works until ipmitool takes it away', async () => {
  for (const command of [
    'user set name 5 g_k3v7qz',
    'user set password 5 Ab3-xY7_kQ9mZr2 16',
    'channel setaccess 1 5 callin=off ipmi=on link=off privilege=3',
    'sol payload enable 1 5',
    'user enable 5',
  ]) {
    expect(await ipmitool(command), command).toMatchObject({ succeeded: true });
  }
  const login = { username: 'g_k3v7qz', password: 'Ab3-xY7_kQ9mZr2', privilege: 'OPERATOR' } as const;
  expect((await ipmitool('chassis power on', login)).succeeded).toBe(true);
  expect((await ipmitool('user set name 6 more', login)).succeeded).toBe(false);
  expect((await ipmitool('chassis power status', { ...login, privilege: 'ADMINISTRATOR' })).succeeded).toBe(
    false,
  );
  expect((await ipmitool('user test 5 16 Ab3-xY7_kQ9mZr2')).succeeded).toBe(true);
  expect((await ipmitool('user test 5 16 another')).succeeded).toBe(false);
  expect((await ipmitool('user list 1')).output).toMatch(/5\s+g_k3v7qz\s+\w+\s+\w+\s+true\s+OPERATOR/);
  expect(await freeIpmi('ipmi-config', 17, '--category=core', '-o', '-S', 'User5')).toMatch(
    /Username\s+g_k3v7qz/,
  );

  expect((await ipmitool('user disable 5')).succeeded).toBe(true);
  expect((await ipmitool('chassis power status', login)).succeeded).toBe(false);
  expect((await ipmitool('user priv 5 15 1')).succeeded).toBe(true);
  expect(bmc.server.users.slot(5)).toMatchObject({ enabled: false, privilege: 15 });
});

test('the boot device is kept with its flags and used up by one start', async () => {
  expect((await ipmitool('chassis bootdev pxe options=efiboot')).succeeded).toBe(true);
  const pending = (await ipmitool('chassis bootparam get 5')).output;
  expect(pending).toMatch(/Boot Flag Valid[\s\S]*next boot[\s\S]*EFI[\s\S]*Force PXE/);
  await ipmitool('chassis power on');
  await settle();
  expect(bmc.server.machine.state).toMatchObject({ phase: 'post', device: 'pxe' });
  expect((await ipmitool('chassis bootparam get 5')).output).toContain('Boot Flag Invalid');

  await ipmitool('chassis bootdev bios options=persistent');
  await ipmitool('chassis power reset');
  await settle();
  expect(bmc.server.machine.state).toMatchObject({ phase: 'post', device: 'bios-setup' });
  expect(bmc.server.boot.flags).toMatchObject({ valid: true, persistent: true, device: 'bios-setup' });
});

test('ipmitool reads who the BMC is, its channel, its suites and its sessions', async () => {
  expect((await ipmitool('mc info')).output).toMatch(/IPMI Version\s+: 2\.0/);
  expect((await ipmitool('mc guid')).succeeded).toBe(true);
  expect((await ipmitool('mc selftest')).output).toContain('passed');
  expect((await ipmitool('channel info 1')).output).toContain('802.3 LAN');
  const ciphers = (await ipmitool('channel getciphers ipmi 1')).output;
  expect(ciphers).toMatch(/^3 .*hmac_sha1 .*aes_cbc_128/m);
  expect(ciphers).toMatch(/^17 .*hmac_sha256 .*aes_cbc_128/m);
  expect((await ipmitool('session info active')).output).toMatch(/user id\s+: 2/);
  expect((await ipmitool('sol payload status 1 2')).output).toContain('enabled');
  expect((await ipmitool('chassis identify 20')).succeeded).toBe(true);
  expect(bmc.server.identifySeconds).toBe(20);
});

test('serial over LAN carries the start of the machine and what is typed', async () => {
  const console = openSerial();
  await console.until('SOL Session operational');
  await ipmitool('chassis power on');
  await console.until('Boot menu');
  console.type('\r');
  await console.until('root@web-07:~# ');
  console.type('hostname\r');
  await console.until('hostname\r\nweb-07');

  expect((await ipmitool('sol activate')).output).toContain('already active');
  expect((await ipmitool('sol deactivate')).succeeded).toBe(true);
  expect(bmc.serialOwner()).toBeUndefined();
  await console.close();
});

/** `ipmitool sol activate` on a terminal of its own. */
function openSerial() {
  const command = `ipmitool -I lanplus -C 17 -H 127.0.0.1 -p ${bmc.port} -U ${admin.username} -P ${admin.password} sol activate`;
  const child = spawn('socat', ['-', `EXEC:${command},pty,setsid,ctty,stderr`]);
  let seen = '';
  let woken = (): void => {};
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.stdout.on('data', (chunk: Buffer) => {
    seen += chunk.toString('latin1');
    woken();
  });
  return {
    close(): Promise<void> {
      child.kill();
      return ended;
    },
    type: (text: string) => void child.stdin.write(text),
    async until(text: string): Promise<void> {
      while (!seen.includes(text)) {
        await new Promise<void>((resolve) => {
          woken = resolve;
        });
      }
    },
  };
}

/** Lets timers of no delay run. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}
