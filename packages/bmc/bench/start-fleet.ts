import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBmcTransport, probeReachable } from '../src/index.ts';
import { freeUdpPort } from '../test/free-ports.ts';

export interface SimFleet {
  /** Addresses 127.0.9.1 and up, all on one port. */
  readonly hosts: readonly string[];
  /** The same in FreeIPMI's notation. */
  readonly range: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  stop(): Promise<void>;
}

const network = '127.0.9';
const user = { username: 'admin', password: 'admin' };

/** Many BMCs in one `ipmi_sim`, which holds at most 127: one for each even IPMB address. */
export async function startFleet(count: number): Promise<SimFleet> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-bench-'));
  const port = await freeUdpPort();
  const addresses = [0x20, ...evenNumbers().filter((address) => address !== 0x20)].slice(0, count);
  await writeFile(join(folder, 'lan.conf'), lanConfiguration(addresses, port));
  await writeFile(join(folder, 'sim.emu'), emulation(addresses));
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

function lanConfiguration(addresses: readonly number[], port: number): string {
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

function emulation(addresses: readonly number[]): string {
  const bmcs = addresses.map((address) => {
    const hex = `0x${address.toString(16)}`;
    return `mc_add ${hex} 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr\nmc_enable ${hex}`;
  });
  return `mc_setbmc 0x20\n${bmcs.join('\n')}\n`;
}
