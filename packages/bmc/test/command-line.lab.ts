/** The command-line door as a process, against `ipmi_sim`. */
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runIpmitool } from './run-ipmitool.ts';
import { type IpmiSim, startIpmiSim } from './start-ipmi-sim.ts';

const program = new URL('../bin/bmc.mjs', import.meta.url).pathname;
let sim: IpmiSim;

beforeAll(async () => {
  sim = await startIpmiSim('server');
});

afterAll(() => sim.stop());

test('power on is what ipmitool calls on', async () => {
  expect(await bmc(['power', 'on'])).toMatchObject({ exitCode: 0, stdout: 'Chassis Power Control: Up/On\n' });
  expect((await bmc(['power', 'status'])).stdout).toBe(await witness('chassis', 'power', 'status'));
  expect((await bmc(['power', 'off'])).exitCode).toBe(0);
});

test('raw prints as ipmitool prints', async () => {
  expect((await bmc(['raw', '0x06', '0x01'])).stdout).toBe(await witness('raw', '0x06', '0x01'));
});

test('sensors, events, FRU, users, boot device and identity are told, and as JSON', async () => {
  expect((await bmc(['sensors'])).stdout).toContain('outlet temp      | ok | 7.1 | -29 degrees C');
  expect((await bmc(['sel'])).stdout).toContain(
    'Upper Critical going high | Asserted | Reading 87, threshold 80',
  );
  expect((await bmc(['fru'])).stdout).toContain('Product serial number : SRV0001');
  expect((await bmc(['user', 'list'])).stdout).toContain('ipmiusr');
  expect((await bmc(['boot', 'pxe'])).stdout).toBe('Set Boot Device to pxe\n');
  expect(JSON.parse((await bmc(['--json', 'info'])).stdout)).toMatchObject({
    firmware: '9.08',
    cipherSuite: 3,
  });
  expect(JSON.parse((await bmc(['--json', 'sensors'])).stdout)).toHaveLength(5);
});

test('a wrong password, an unknown command and a refusal exit with 1 and say why', async () => {
  const refused = await bmc(['power', 'status'], 'wrong-password');
  expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
  expect(refused.stderr).not.toContain('wrong-password');
  expect(await bmc(['dance'])).toMatchObject({ exitCode: 1, stdout: '' });
  expect((await bmc(['raw', '0x06', '0x02'])).stderr).toContain('completion code C1h');
});

test('the words of an ipmitool user do the same', async () => {
  expect((await bmc(['chassis', 'power', 'status'])).stdout).toBe(
    await witness('chassis', 'power', 'status'),
  );
  expect((await bmc(['sdr', 'elist'])).stdout).toBe((await bmc(['sensors'])).stdout);
  expect((await bmc(['chassis', 'bootdev', 'disk', 'options=persistent'])).stdout).toBe(
    'Set Boot Device to disk\n',
  );
  expect((await bmc(['session', 'list'])).stdout).toContain('user 2 | administrator');
});

test('the channel is what ipmitool says of it, and a clock and a policy that are set are read back', async () => {
  const [channel] = JSON.parse((await bmc(['--json', 'channel', 'info'])).stdout) as Record<
    string,
    unknown
  >[];
  const theirs = await witness('channel', 'info', '1');
  expect(channel).toMatchObject({ channel: 1, mode: 'always', perMessageAuthentication: true });
  expect(theirs).toMatch(/Per-message Auth\s+: enabled/);
  expect(theirs).toMatch(/Access Mode\s+: always available/);
  expect((await bmc(['sel', 'time', 'set', '01/31/2026 12:00:00'])).stdout).toBe(
    '2026-01-31T12:00:00.000Z\n',
  );
  expect((await bmc(['sel', 'time', 'get'])).stdout).toMatch(/^2026-01-31T12:00:0/);
  await bmc(['sel', 'time', 'set', 'now']);
  expect((await bmc(['sol', 'payload', 'status', '1', '2'])).stdout).toContain('unknown');
  expect(await bmc(['chassis', 'policy', 'sometimes'])).toMatchObject({ exitCode: 1 });
});

test('what is piped into sol activate is typed on the serial line, and its answer printed', async () => {
  const line = await sim.serialLine();
  line.on('data', (typed: Buffer) => line.write(`machine heard ${typed}`));
  const { stdout, exitCode } = await bmc(['sol', 'activate'], 'test', 'uname\r');
  expect(stdout).toContain('machine heard uname');
  expect(exitCode).toBe(0);
  expect((await bmc(['sol', 'deactivate'])).stdout).toBe('The serial console is free.\n');
});

test('posture tells the holes, and probe what the BMC does, as text and as JSON', async () => {
  expect((await bmc(['posture'])).stdout).toContain('critical | Cipher suite 0 opens a session');
  const probed = await bmc(['--json', 'probe', '60']);
  expect(JSON.parse(probed.stdout)).toMatchObject({ accounts: { endSession: 'by-id', passwordBytes: 16 } });
});

test('a password on the command line is refused', async () => {
  const { exitCode, stderr } = await bmc(['-P', 'seen-by-all', 'power', 'status']);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('BMC_PASSWORD');
  expect(stderr).not.toContain('seen-by-all');
});

interface Ended {
  readonly exitCode: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

function bmc(words: readonly string[], password = 'test', typed = ''): Promise<Ended> {
  const login = ['-H', '127.0.0.1', '-p', String(sim.target.port), '-U', 'ipmiusr', '-C', '3'];
  return new Promise((resolve) => {
    const env = { PATH: '/usr/bin:/bin', BMC_PASSWORD: password };
    const child = execFile(
      process.execPath,
      [program, ...login, ...words],
      { env },
      (error, stdout, stderr) => resolve({ exitCode: error === null ? 0 : error.code, stdout, stderr }),
    );
    child.stdin?.end(typed);
  });
}

async function witness(...command: string[]): Promise<string> {
  const login = { port: sim.target.port, username: 'ipmiusr', password: 'test' };
  return (await runIpmitool(login, ...command)).output;
}
