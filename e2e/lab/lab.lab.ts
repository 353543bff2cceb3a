import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Lab, type LabServer, startLab } from './index.ts';
import { vncLogin } from './vnc-login.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'postern-lab-'));
const options = {
  stateDir: path.join(scratch, 'state'),
  portBase: 21_000,
  capabilities: { ipmiSim: true, qemu: true, bootDisks: true },
};
/** Longer than anything here takes on a busy machine; nothing waits for it to pass. */
const patience = { timeout: 40_000, interval: 200 };

let lab: Lab;

beforeAll(async () => {
  lab = await startLab(options);
});
afterAll(async () => {
  await lab.stop();
  rmSync(scratch, { recursive: true, force: true });
});

function ipmitool(server: LabServer, ...command: string[]): string {
  const { bmc } = server.facts;
  const login = [
    '-I',
    'lanplus',
    '-C',
    '3',
    '-H',
    bmc.host,
    '-p',
    String(bmc.port),
    '-U',
    bmc.username,
    '-E',
  ];
  const result = spawnSync('ipmitool', [...login, ...command], {
    encoding: 'utf8',
    env: { ...process.env, IPMI_PASSWORD: server.bmcPassword },
  });
  if (result.status !== 0) throw new Error(`ipmitool ${command.join(' ')}: ${result.stderr}`);
  return result.stdout.trim();
}

function machineOf(server: LabServer) {
  if (server.machine === undefined) throw new Error(`${server.facts.name} has no machine`);
  return server.machine;
}

let pictures = 0;
async function screenOf(server: LabServer): Promise<string> {
  pictures += 1;
  const file = path.join(process.env.POSTERN_LAB_PICTURES ?? scratch, `${server.facts.name}-${pictures}.png`);
  await machineOf(server).screenshot(file);
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** The firmware's serial console moves its cursor in the middle of words when it cannot keep up. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what such a move begins with
const cursorMoves = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** The text that the machine writes to its serial port, as serial over LAN carries it. */
/** Resolves when the line is up: what a machine says before that is lost, and firmware speaks at once. */
async function listenToSerial(server: LabServer) {
  const { bmc } = server.facts;
  const line = `ipmitool -I lanplus -C 3 -H ${bmc.host} -p ${bmc.port} -U ${bmc.username} -E sol activate`;
  // ipmitool wants a terminal; script(1) gives it one.
  const child = spawn('script', ['-qfc', line, '/dev/null'], {
    env: { ...process.env, IPMI_PASSWORD: server.bmcPassword },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const gone = once(child, 'exit');
  let text = '';
  child.stdout.on('data', (bytes) => {
    text += String(bytes);
  });
  const close = async () => {
    child.stdin.end('\r~.'); // ends ipmitool's session; a BMC has only one
    await gone;
  };
  onTestFinished(close);
  await expect.poll(() => text, patience).toMatch(/SOL Session operational/);
  return {
    text: () => text.replaceAll(cursorMoves, ''),
    type: (keys: string) => child.stdin.write(keys),
    close,
  };
}

describe.each(['web-07', 'db-02'])('%s, played by ipmi_sim and QEMU', (name) => {
  test('power on starts a machine and power off ends it', async () => {
    const server = lab.server(name);
    const machine = machineOf(server);
    ipmitool(server, 'chassis', 'power', 'off');
    expect(machine.isRunning()).toBe(false);
    expect(ipmitool(server, 'chassis', 'power', 'status')).toBe('Chassis Power is off');
    ipmitool(server, 'chassis', 'power', 'on');
    expect(machine.isRunning()).toBe(true);
    expect(ipmitool(server, 'chassis', 'power', 'status')).toBe('Chassis Power is on');
  });

  test('a power cycle makes a new machine, a reset keeps it', async () => {
    const server = lab.server(name);
    const machine = machineOf(server);
    const first = machine.pid();
    ipmitool(server, 'chassis', 'power', 'cycle');
    await expect.poll(machine.pid, patience).not.toBe(first);
    await expect.poll(machine.isRunning, patience).toBe(true);
    const second = machine.pid();
    ipmitool(server, 'chassis', 'power', 'reset');
    expect(machine.pid()).toBe(second);
  });

  test('the boot device decides, once, what is on the screen', async () => {
    const server = lab.server(name);
    const seen = new Set<string>();
    for (const device of ['disk', 'cdrom', 'pxe', 'bios']) {
      ipmitool(server, 'chassis', 'power', 'off');
      ipmitool(server, 'chassis', 'bootdev', device);
      const serial = await listenToSerial(server);
      ipmitool(server, 'chassis', 'power', 'on');
      await expect.poll(() => serial.text(), patience).toMatch(firstWords(name, device));
      seen.add(await screenOf(server));
      await serial.close();
    }
    expect(seen.size).toBe(4);
    const serial = await listenToSerial(server);
    ipmitool(server, 'chassis', 'power', 'cycle');
    await expect.poll(() => serial.text(), patience).toMatch(firstWords(name, 'disk'));
  });

  test('a key pressed on the machine changes its screen', async () => {
    const server = lab.server(name);
    const before = await screenOf(server);
    await machineOf(server).press('down');
    await expect.poll(() => screenOf(server), patience).not.toBe(before);
  });
});

/** What each boot device writes first, besides the firmware's own lines. */
function firstWords(name: string, device: string): RegExp {
  if (device === 'cdrom') return /Rescue CD/;
  if (device === 'pxe') return /Install Debian/;
  if (device === 'bios') return /Firmware setup/;
  return name === 'db-02' ? /Start the system/ : /Debian GNU\/Linux 12/;
}

test('a key typed over serial over LAN reaches the boot menu', async () => {
  const server = lab.server('web-07');
  const serial = await listenToSerial(server);
  ipmitool(server, 'chassis', 'power', 'cycle');
  await expect.poll(() => serial.text(), patience).toMatch(/Debian GNU\/Linux 12/);
  // ipmitool throws away what is typed before its session is up, so the key is pressed until it shows.
  const pressed = () => {
    serial.type('c');
    return serial.text();
  };
  await expect.poll(pressed, patience).toMatch(/grub>/);
});

test('web-07 shuts itself down when its power button is pressed', async () => {
  const server = lab.server('web-07');
  const machine = machineOf(server);
  const serial = await listenToSerial(server);
  ipmitool(server, 'chassis', 'power', 'cycle');
  await expect.poll(() => serial.text(), patience).toMatch(/executed automatically/);
  await machine.press('ret');
  await expect.poll(() => serial.text(), patience).toMatch(/back to the boot menu/);
  ipmitool(server, 'chassis', 'power', 'soft');
  await expect.poll(machine.isRunning, patience).toBe(false);
  expect(ipmitool(server, 'chassis', 'power', 'status')).toBe('Chassis Power is off');
  ipmitool(server, 'chassis', 'power', 'on');
});

test('an unplugged BMC answers nothing, and is the same one when it is back', async () => {
  const server = lab.server('db-02');
  server.unplug();
  expect(() => ipmitool(server, '-N', '1', '-R', '1', 'chassis', 'power', 'status')).toThrow(
    /Unable to establish/,
  );
  server.plugIn();
  expect(ipmitool(server, 'chassis', 'power', 'status')).toMatch(/Chassis Power is/);
});

test.each(['mail-03', 'gpu-01', 'edge-11'])(
  '%s, virtual, answers ipmitool with its administrator login',
  (name) => {
    const server = lab.server(name);
    const suite = name === 'gpu-01' ? '17' : '3';
    expect(ipmitool(server, '-C', suite, 'chassis', 'power', 'status')).toBe('Chassis Power is on');
  },
);

test('no password is in lab.json, and every password file is ours alone', () => {
  const text = readFileSync(lab.file, 'utf8');
  for (const server of lab.servers) {
    const files = [server.facts.bmc.passwordFile, server.facts.console.passwordFile];
    for (const file of files) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(text).not.toContain(readFileSync(file, 'utf8'));
    }
  }
});

test('the screen asks for the password of the lab', async () => {
  const { console: screen } = lab.server('web-07').facts;
  const password = readFileSync(screen.passwordFile, 'utf8');
  expect(await vncLogin(screen.port, password)).toBe(0);
  expect(await vncLogin(screen.port, 'wrong')).not.toBe(0);
});

test('a restart finds users, passwords and power states as they were', async () => {
  const before = lab.server('web-07');
  ipmitool(before, 'user', 'set', 'name', '5', 'kept-user');
  ipmitool(before, 'user', 'set', 'password', '5', 'kept-password');
  ipmitool(before, 'channel', 'setaccess', '1', '5', 'ipmi=on', 'privilege=4');
  ipmitool(before, 'user', 'enable', '5');
  ipmitool(before, 'chassis', 'power', 'off');
  const kept = path.join(options.stateDir, 'web-07/ipmi_sim/web-07/users.mc20');
  await expect.poll(() => readFileSync(kept, 'latin1'), patience).toMatch(/^5\.valid:i:1$/m); // written once a second
  await lab.stop();
  lab = await startLab(options);
  const after = lab.server('web-07');
  expect(after.bmcPassword).toBe(before.bmcPassword);
  expect(ipmitool(after, 'user', 'list', '1')).toMatch(/^5\s+kept-user/m);
  expect(ipmitool(after, 'chassis', 'power', 'status')).toBe('Chassis Power is off');
  expect(ipmitool(lab.server('db-02'), 'chassis', 'power', 'status')).toBe('Chassis Power is on');
});

test('a stopped lab leaves no process', async () => {
  await lab.stop();
  expect(processesNaming(options.stateDir)).toEqual([]);
  lab = await startLab(options);
});

test('the next lab ends what a killed one left running', async () => {
  const program = path.join(import.meta.dirname, 'main.ts');
  const state = path.join(scratch, 'killed');
  const other = spawn(process.execPath, [program, '--state', state, '--port-base', '21100']);
  const ended = new Promise((resolve) => other.once('exit', resolve));
  let said = '';
  other.stdout.on('data', (bytes) => {
    said += String(bytes);
  });
  await expect.poll(() => said, patience).toMatch(/Facts:/);
  other.kill('SIGKILL');
  await ended;
  const orphans = processesNaming(state);
  expect(orphans.length).toBeGreaterThanOrEqual(4);
  const next = await startLab({ ...options, stateDir: state, portBase: 21_100 });
  expect(processesNaming(state).filter((pid) => orphans.includes(pid))).toEqual([]);
  await next.stop();
  expect(processesNaming(state)).toEqual([]);
});

test('without simulators the same five servers are virtual', async () => {
  const none = { ipmiSim: false, qemu: false, bootDisks: false };
  const plain = await startLab({
    stateDir: path.join(scratch, 'plain'),
    portBase: 21_200,
    capabilities: none,
  });
  expect(plain.facts.servers.map(({ name, kind }) => [name, kind])).toEqual(
    lab.facts.servers.map(({ name }) => [name, 'virtual']),
  );
  expect(ipmitool(plain.server('web-07'), 'chassis', 'power', 'status')).toMatch(/Chassis Power is/);
  await plain.stop();
});

function processesNaming(folder: string): number[] {
  return readdirSync('/proc').flatMap((entry) => {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) return [];
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${folder}/`) ? [pid] : [];
    } catch {
      return [];
    }
  });
}
