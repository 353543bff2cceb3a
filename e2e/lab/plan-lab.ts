import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { TlsIdentity } from '@postern/bmc/testing';
import { fingerprintOf, keptCertificate } from './kept-certificate.ts';
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
  /** Key and certificate of its Redfish; absent where only IPMI is spoken. */
  readonly redfish: TlsIdentity | undefined;
};

/** The administrator that every lab BMC has in slot 2. */
export const administrator = 'admin';

/**
 * @param simulators whether `ipmi_sim`, QEMU and the boot disks can be had
 * @param extraServers virtual servers beside the usual five
 */
export async function planLab(
  stateDir: string,
  portBase: number,
  simulators: boolean,
  extraServers: number,
): Promise<PlannedServer[]> {
  const extras = Array.from({ length: extraServers }, (_, index) => extraServer(index + 1));
  const plan = async (rented: RentedServer, index: number): Promise<PlannedServer> => {
    const folder = path.join(stateDir, rented.name);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return {
      rented,
      ports: serverPorts(portBase, index),
      folder,
      simulated: simulators && rented.kind === 'ipmi_sim',
      bmcPassword: keptSecret(bmcPasswordFile(folder), 16),
      screenPassword: keptSecret(screenPasswordFile(folder), 8),
      redfish: rented.protocol === 'redfish' ? await keptCertificate(certificateFile(folder)) : undefined,
    };
  };
  return Promise.all([...rentedServers, ...extras].map(plan));
}

/** What others are told about a server. */
export function factsOf({ rented, ports, folder, simulated, redfish }: PlannedServer): LabServerFacts {
  const { name, tenant, rack, room, ip, slots } = rented;
  const host = '127.0.0.1';
  return {
    name,
    kind: simulated ? 'ipmi_sim' : 'virtual',
    tenant,
    rack,
    room,
    ip,
    bmc: {
      host,
      port: ports.bmc,
      redfish:
        redfish === undefined ? null : { port: ports.redfish, certificateSha256: fingerprintOf(redfish) },
      username: administrator,
      passwordFile: bmcPasswordFile(folder),
    },
    console: { protocol: 'vnc', host, port: ports.screen, passwordFile: screenPasswordFile(folder) },
    serialOverLan: true,
    slots,
  };
}

function bmcPasswordFile(folder: string): string {
  return path.join(folder, 'bmc.password');
}

function certificateFile(folder: string): string {
  return path.join(folder, 'redfish-certificate.json');
}

function screenPasswordFile(folder: string): string {
  return path.join(folder, 'screen.password');
}
