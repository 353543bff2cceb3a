import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { keptSecret } from './kept-secret.ts';
import type { LabServerFacts } from './lab-file.ts';
import { type ServerPorts, serverPorts } from './ports.ts';
import { extraServer, type RentedServer, rentedServers } from './rented-servers.ts';

/** One lab server before it runs: where it lives, and with which passwords. */
export type PlannedServer = {
  readonly rented: RentedServer;
  readonly ports: ServerPorts;
  /** Absolute path of its own folder. */
  readonly folder: string;
  /** Whether `ipmi_sim` and QEMU play it; our own virtual server does otherwise. */
  readonly simulated: boolean;
  readonly bmcPassword: string;
  readonly screenPassword: string;
};

/** The administrator that every lab BMC has in slot 2. */
export const administrator = 'admin';

/**
 * @param simulators whether `ipmi_sim`, QEMU and the boot disks can be had
 * @param extraServers virtual servers beside the usual five
 */
export function planLab(
  stateDir: string,
  portBase: number,
  simulators: boolean,
  extraServers: number,
): PlannedServer[] {
  const extras = Array.from({ length: extraServers }, (_, index) => extraServer(index + 1));
  return [...rentedServers, ...extras].map((rented, index) => {
    const folder = path.join(stateDir, rented.name);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return {
      rented,
      ports: serverPorts(portBase, index),
      folder,
      simulated: simulators && rented.kind === 'ipmi_sim',
      bmcPassword: keptSecret(bmcPasswordFile(folder), 16),
      screenPassword: keptSecret(screenPasswordFile(folder), 8),
    };
  });
}

/** What others are told about a server. */
export function factsOf({ rented, ports, folder, simulated }: PlannedServer): LabServerFacts {
  const { name, tenant, rack, room, ip, slots } = rented;
  const host = '127.0.0.1';
  return {
    name,
    kind: simulated ? 'ipmi_sim' : 'virtual',
    tenant,
    rack,
    room,
    ip,
    bmc: { host, port: ports.bmc, username: administrator, passwordFile: bmcPasswordFile(folder) },
    console: { protocol: 'vnc', host, port: ports.screen, passwordFile: screenPasswordFile(folder) },
    serialOverLan: true,
    slots,
  };
}

function bmcPasswordFile(folder: string): string {
  return path.join(folder, 'bmc.password');
}

function screenPasswordFile(folder: string): string {
  return path.join(folder, 'screen.password');
}
