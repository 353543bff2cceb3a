import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TlsIdentity } from '@postern/bmc/testing';
import { type ProcessGroup, startProcessGroup } from '../process-group.ts';

/** One entry of the fleet file that `packages/bmc/testing/main.ts` reads. */
export type VirtualServer = {
  readonly name: string;
  readonly bmc: { readonly host: string; readonly port: number };
  readonly screen: { readonly host: string; readonly port: number; readonly password: string };
  readonly redfish?: { readonly port: number; readonly tls: TlsIdentity };
  readonly users: readonly { slot: number; name: string; password: string; privilege: 'administrator' }[];
  readonly habit: string;
  readonly initialPower: 'on' | 'off';
};

const program = path.resolve(import.meta.dirname, '../../../packages/bmc/testing/main.ts');
const readyMs = 15_000;
const pollMs = 25;

/** Starts our own virtual servers, all in one process, and waits until each answers. */
export async function startVirtualServers(
  servers: readonly VirtualServer[],
  stateDir: string,
  recordDir: string,
): Promise<ProcessGroup> {
  const config = path.join(stateDir, 'virtual-servers.json');
  writeFileSync(config, JSON.stringify(servers), { mode: 0o600 });
  const logFile = path.join(stateDir, 'virtual-servers.log');
  const fleet = startProcessGroup({
    name: 'virtual-servers',
    file: process.execPath,
    args: [program, '--config', config],
    cwd: stateDir,
    logFile,
    recordDir,
  });
  for (let waited = 0; waited < readyMs && fleet.child.exitCode === null; waited += pollMs) {
    if (readFileSync(logFile, 'utf8').includes('"ready":true')) return fleet;
    await sleep(pollMs);
  }
  await fleet.stop();
  throw new Error(
    `the virtual servers did not start: ${readFileSync(logFile, 'utf8').trim().split('\n').at(-1)}`,
  );
}
