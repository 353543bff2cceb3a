import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type LabFacts, type LabServerFacts, writeLabFile } from './lab-file.ts';
import { endLabLeftovers, labRecords } from './lab-leftovers.ts';
import type { MachineWitness } from './machine/witness.ts';
import { administrator, factsOf, type PlannedServer, planLab } from './plan-lab.ts';
import { labSite, labTenants } from './rented-servers.ts';
import { startSimulatedServer } from './start-simulated-server.ts';
import { startVirtualServers, type VirtualServer } from './virtual/start-virtual-servers.ts';

/** What the machine can do, as far as the lab asks (`scripts/system-packages.ts` finds out). */
export type LabCapabilities = {
  readonly ipmiSim: boolean;
  readonly qemu: boolean;
  readonly bootDisks: boolean;
};

export type LabOptions = {
  /** Passwords, users of the simulators, power states: all that outlives a restart. */
  readonly stateDir: string;
  /** First of the ports, ten per server; above 5900. */
  readonly portBase: number;
  readonly capabilities: LabCapabilities;
  /** Virtual servers beside the usual five; ten ports each as well. */
  readonly extraServers?: number;
  /** Where boot images are kept; they belong to no lab in particular. */
  readonly cacheDir?: string;
  readonly log?: (line: string) => void;
};

export type LabServer = {
  readonly facts: LabServerFacts;
  readonly bmcPassword: string;
  /** Freezes the BMC: it answers nothing until `plugIn`. Virtual servers share one process and freeze together. */
  unplug(): void;
  plugIn(): void;
  /** QEMU's own view of the machine; a virtual server has none. */
  readonly machine: MachineWitness | undefined;
};

export type Lab = {
  readonly facts: LabFacts;
  /** Path of `lab.json`. */
  readonly file: string;
  readonly servers: readonly LabServer[];
  /** @throws RangeError when the lab has no server of that name */
  server(name: string): LabServer;
  /** Ends every simulator and every machine; the next start finds them as they were. */
  stop(): Promise<void>;
};

/** What came up for some of the planned servers. */
type Started = {
  readonly servers: readonly PlannedServer[];
  readonly bmcPid: number;
  readonly machine: MachineWitness | undefined;
  stop(): Promise<void>;
};

const sharedCache = path.resolve(import.meta.dirname, '../../.postern/cache/lab');

/**
 * Starts the rented servers of the lab: `ipmi_sim` with a QEMU machine behind it where those are installed, our own
 * virtual BMC and screen for the others. What a killed lab left running is ended first.
 */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { capabilities, cacheDir = sharedCache, log = () => {} } = options;
  const stateDir = path.resolve(options.stateDir);
  const recordDir = labRecords(stateDir);
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  await endLabLeftovers(stateDir);
  const simulators = capabilities.ipmiSim && capabilities.qemu && capabilities.bootDisks;
  if (!simulators) log('ipmi_sim, QEMU or the boot disks are missing: every lab server is a virtual one');
  const planned = await planLab(stateDir, options.portBase, simulators, options.extraServers ?? 0);
  const starts = [
    ...planned.filter((server) => server.simulated).map((server) => startOne(server, cacheDir, recordDir)),
    startFleet(
      planned.filter((server) => !server.simulated),
      stateDir,
      recordDir,
    ),
  ];
  const started = await allOrNone(starts);
  const servers = planned.map((server) => labServer(server, started));
  const facts = { site: labSite, tenants: labTenants, servers: servers.map((server) => server.facts) };
  return {
    facts,
    file: writeLabFile(stateDir, facts),
    servers,
    server: (name) => named(servers, name),
    stop: async () => {
      await Promise.all(started.map((part) => part.stop()));
    },
  };
}

async function startOne(server: PlannedServer, cacheDir: string, recordDir: string): Promise<Started> {
  const simulated = await startSimulatedServer(server, cacheDir, recordDir);
  return { servers: [server], ...simulated };
}

async function startFleet(
  servers: readonly PlannedServer[],
  stateDir: string,
  recordDir: string,
): Promise<Started> {
  const fleet = await startVirtualServers(servers.map(virtualServer), stateDir, recordDir);
  return { servers, bmcPid: fleet.pid, machine: undefined, stop: fleet.stop };
}

function virtualServer({
  rented,
  ports,
  bmcPassword,
  screenPassword,
  redfish,
}: PlannedServer): VirtualServer {
  const host = '127.0.0.1';
  return {
    name: rented.name,
    bmc: { host, port: ports.bmc },
    screen: { host, port: ports.screen, password: screenPassword },
    ...(redfish === undefined ? {} : { redfish: { port: ports.redfish, tls: redfish } }),
    users: [{ slot: 2, name: administrator, password: bmcPassword, privilege: 'administrator' }],
    habit: rented.habit,
    initialPower: 'on',
  };
}

/** Waits for all of them, so that none is still coming up when the others are taken down for one that failed. */
async function allOrNone(starts: readonly Promise<Started>[]): Promise<Started[]> {
  const outcomes = await Promise.allSettled(starts);
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure === undefined) return started;
  await Promise.all(started.map((part) => part.stop()));
  throw failure.reason;
}

function labServer(server: PlannedServer, started: readonly Started[]): LabServer {
  const part = started.find((candidate) => candidate.servers.includes(server));
  if (part === undefined) throw new Error(`${server.rented.name} was planned but not started`);
  return {
    facts: factsOf(server),
    bmcPassword: server.bmcPassword,
    unplug: () => process.kill(part.bmcPid, 'SIGSTOP'),
    plugIn: () => process.kill(part.bmcPid, 'SIGCONT'),
    machine: part.machine,
  };
}

function named(servers: readonly LabServer[], name: string): LabServer {
  const found = servers.find((server) => server.facts.name === name);
  if (found === undefined) throw new RangeError(`the lab has no server ${name}`);
  return found;
}
