import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createBmcTransport, probeReachable } from '../src/index.ts';
import { temperatureRecord } from '../test/fixture-server.ts';
import { freeUdpPort } from '../test/free-ports.ts';

const run = promisify(execFile);

export interface SimFleet {
  /** Addresses network.1 and up, all on one port. */
  readonly hosts: readonly string[];
  /** The same in FreeIPMI's notation, without the port. */
  readonly range: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  stop(): Promise<void>;
}

export interface FleetOptions {
  readonly count: number;
  /** The first three numbers of its addresses: 127.0.9 when absent. */
  readonly network?: string;
  /** Temperature sensors of its first BMC; none when absent. */
  readonly sensors?: number;
  /** Any that is free when absent. */
  readonly port?: number;
}

const user = { username: 'admin', password: 'admin' };

/** Many BMCs in one `ipmi_sim`, which holds at most 127: one for each even IPMB address. */
export async function startFleet({
  count,
  network = '127.0.9',
  sensors = 0,
  ...options
}: FleetOptions): Promise<SimFleet> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-bench-'));
  const port = options.port ?? (await freeUdpPort());
  const addresses = [0x20, ...evenNumbers().filter((address) => address !== 0x20)].slice(0, count);
  await writeFile(join(folder, 'lan.conf'), lanConfiguration(addresses, network, port));
  await writeFile(join(folder, 'sim.emu'), emulation(addresses, sensors));
  if (sensors > 0) await writeSensorRecords(folder, sensors);
  const child = spawn('ipmi_sim', ['-n', '-c', 'lan.conf', '-f', 'sim.emu', '-s', 'state'], {
    stdio: 'ignore',
    cwd: folder,
  });
  await once(child, 'spawn');
  const hosts = addresses.map((_, index) => `${network}.${index + 1}`);
  const last = hosts.at(-1);
  if (last === undefined) throw new RangeError('a fleet has at least one BMC');
  await answers(last, port);
  return {
    hosts,
    range: `${network}.[1-${hosts.length}]`,
    port,
    ...user,
    async stop() {
      await stopChild(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(host: string, port: number): Promise<void> {
  const transport = createBmcTransport();
  try {
    await probeReachable(
      { host, port },
      { transport, timing: { commandTimeoutMs: 200, timeoutStepMs: 2_000 } },
    );
  } finally {
    await transport.close();
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

function evenNumbers(): readonly number[] {
  return Array.from({ length: 127 }, (_, index) => (index + 1) * 2);
}

function lanConfiguration(addresses: readonly number[], network: string, port: number): string {
  const bmcs = addresses.map((address, index) => {
    const host = `${network}.${index + 1}`;
    return `set_working_mc 0x${address.toString(16)}
 startlan 1
  addr ${host} ${port}
  priv_limit admin
  allowed_auths_callback none md5 straight
  allowed_auths_user none md5 straight
  allowed_auths_operator none md5 straight
  allowed_auths_admin none md5 straight
  guid a123456789abcdefa1234567${index.toString(16).padStart(8, '0')}
 endlan
 serial 15 ${host} ${port} codec VM
 startcmd "sleep 1000000"
 startnow false
 user 2 true "${user.username}" "${user.password}" admin 10 none md2 md5 straight`;
  });
  return `name "bench"\n${bmcs.join('\n')}\n`;
}

function emulation(addresses: readonly number[], sensors: number): string {
  const bmcs = addresses.map((address) => {
    const hex = `0x${address.toString(16)}`;
    return `mc_add ${hex} 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr\n${sensorLines(hex, sensors)}mc_enable ${hex}`;
  });
  return `mc_setbmc 0x20\n${bmcs.join('\n')}\n`;
}

function sensorLines(address: string, sensors: number): string {
  const lines = Array.from({ length: sensors }, (_, index) => {
    const number = index + 1;
    return `sensor_add ${address} 0 ${number} 0x01 0x01\nsensor_set_value ${address} 0 ${number} ${20 + number} 0\nsensor_set_event_support ${address} 0 ${number} enable scanning per-state 000000000001111 000000000001111 000000000001111 000000000001111\n`;
  });
  return lines.join('');
}

/** `ipmi_sim` reads a repository for its first BMC only. */
async function writeSensorRecords(folder: string, sensors: number): Promise<void> {
  const state = join(folder, 'state', 'ipmi_sim', 'bench');
  await mkdir(state, { recursive: true });
  const source = Array.from({ length: sensors }, (_, index) =>
    temperatureRecord(index + 1, `temp ${index + 1}`),
  );
  await writeFile(join(folder, 'bench.sdrs'), source.join(''));
  await run('sdrcomp', ['-o', join(state, 'sdr.20.main'), join(folder, 'bench.sdrs')]);
}
