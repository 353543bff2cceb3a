/**
 * Power status of a fleet, one whole session for each poll: our client, FreeIPMI's ipmipower and ipmitool
 * against the same simulators in the same run. Clients and simulators share the machine, so compare the
 * rows with each other, not with other machines.
 *
 *   npm run bench -w packages/bmc -- power
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type BmcTransport, createBmcTransport, openBmc, Secret } from '../src/index.ts';
import { printFigure } from './figure.ts';
import { type SimFleet, startFleet } from './start-fleet.ts';

interface Measurement {
  readonly client: string;
  readonly polls: number;
  readonly wallMs: number;
  readonly cpuMs: number;
}

const fleetSizes = [200, 1_000];
/** BMCs in one `ipmi_sim`. */
const perProcess = 125;
const rounds = 5;
/** ipmipower's own default is 64 hosts at once. */
const concurrency = 64;
const run = promisify(execFile);

for (const size of fleetSizes) {
  const fleet = await startFleets(size);
  try {
    const measured = await measureAll(fleet);
    print(measured);
    printGoals(size, measured);
  } finally {
    await fleet.stop();
  }
}

async function measureAll(bmcs: SimFleet): Promise<readonly Measurement[]> {
  const transport = createBmcTransport();
  try {
    const cold = await measureOurs('postern, first round', bmcs, transport);
    const warm: Measurement[] = [];
    const freeipmi: Measurement[] = [];
    for (let round = 0; round < rounds; round++) {
      warm.push(await measureOurs('postern', bmcs, transport));
      freeipmi.push(await measureIpmipower(bmcs));
    }
    const open = await measureOpenSessions(bmcs, transport);
    const ipmitool = await measureIpmitool(bmcs);
    return [cold, middle(warm), open, middle(freeipmi), ipmitool];
  } finally {
    await transport.close();
  }
}

/** As many simulators as it takes, as one fleet; all on the port that the first found free. */
async function startFleets(size: number): Promise<SimFleet> {
  const fleets: SimFleet[] = [];
  for (let index = 0; index * perProcess < size; index++) {
    const [first] = fleets;
    const count = Math.min(perProcess, size - index * perProcess);
    const network = `127.0.${20 + index}`;
    fleets.push(await startFleet({ count, network, ...(first === undefined ? {} : { port: first.port }) }));
  }
  const [first] = fleets;
  if (first === undefined) throw new RangeError('a fleet has at least one BMC');
  return {
    ...first,
    hosts: fleets.flatMap(({ hosts }) => hosts),
    range: fleets.map(({ range, port }) => `${range}:${port}`).join(','),
    stop: async () => void (await Promise.all(fleets.map((fleet) => fleet.stop()))),
  };
}

function printGoals(size: number, measured: readonly Measurement[]): void {
  const cpu = (client: string) => {
    const found = measured.find((measurement) => measurement.client === client);
    return found === undefined ? Number.NaN : found.cpuMs / found.polls;
  };
  const unit = 'ms-CPU/poll';
  printFigure({ name: `power-${size}-cold`, ours: cpu('postern'), peer: cpu('ipmipower'), unit });
  printFigure({
    name: `power-${size}-warm`,
    ours: cpu('postern, open sessions'),
    peer: cpu('ipmipower'),
    unit,
  });
  printFigure({
    name: `power-${size}-cold-ipmitool`,
    ours: cpu('postern'),
    peer: cpu('ipmitool, 8 at once'),
    unit,
  });
}

/** The median by CPU time. */
function middle(measurements: readonly Measurement[]): Measurement {
  const sorted = [...measurements].sort((a, b) => a.cpuMs - b.cpuMs);
  const median = sorted[sorted.length >> 1];
  if (median === undefined) throw new RangeError('nothing was measured');
  return median;
}

async function measureOurs(client: string, bmcs: SimFleet, transport: BmcTransport): Promise<Measurement> {
  return measureHere(client, bmcs.hosts.length, () =>
    eachHost(bmcs.hosts, (host) => poll(bmcs, host, transport)),
  );
}

async function poll(bmcs: SimFleet, host: string, transport: BmcTransport): Promise<void> {
  const bmc = await openBmc(targetOf(bmcs, host), { transport });
  try {
    await bmc.power.state();
  } finally {
    await bmc.close();
  }
}

/** What a broker does that keeps its sessions: one request and one reply for each poll. */
async function measureOpenSessions(bmcs: SimFleet, transport: BmcTransport): Promise<Measurement> {
  const open = await Promise.all(bmcs.hosts.map((host) => openBmc(targetOf(bmcs, host), { transport })));
  const repeats = 10;
  try {
    return await measureHere('postern, open sessions', open.length * repeats, async () => {
      for (let repeat = 0; repeat < repeats; repeat++)
        await Promise.all(open.map((bmc) => bmc.power.state()));
    });
  } finally {
    await Promise.all(open.map((bmc) => bmc.close()));
  }
}

function targetOf(bmcs: SimFleet, host: string) {
  return { host, port: bmcs.port, username: bmcs.username, password: new Secret(bmcs.password) };
}

async function eachHost(hosts: readonly string[], visit: (host: string) => Promise<void>): Promise<void> {
  const waiting = [...hosts];
  const worker = async () => {
    for (let host = waiting.shift(); host !== undefined; host = waiting.shift()) await visit(host);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

async function measureHere(client: string, polls: number, work: () => Promise<void>): Promise<Measurement> {
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  await work();
  const wallMs = performance.now() - startedMs;
  const cpu = process.cpuUsage(cpuBefore);
  return { client, polls, wallMs, cpuMs: (cpu.user + cpu.system) / 1000 };
}

function measureIpmipower(bmcs: SimFleet): Promise<Measurement> {
  const login = `-u ${bmcs.username} -p ${bmcs.password}`;
  const command = `ipmipower -D LAN_2_0 ${login} -I 3 -W opensesspriv -h '${bmcs.range}' --stat`;
  return measureShell('ipmipower', bmcs.hosts.length, command, / (?:on|off)$/gm);
}

function measureIpmitool(bmcs: SimFleet): Promise<Measurement> {
  const login = `-p ${bmcs.port} -U ${bmcs.username} -P ${bmcs.password}`;
  const command = `printf '%s\\n' ${bmcs.hosts.join(' ')} | xargs -P 8 -I {} ipmitool -I lanplus -C 3 -H {} ${login} chassis power status`;
  return measureShell('ipmitool, 8 at once', bmcs.hosts.length, command, /is (?:on|off)$/gm);
}

/** Runs a command in bash and reads the CPU time of its children from `times`. */
async function measureShell(
  client: string,
  polls: number,
  command: string,
  answer: RegExp,
): Promise<Measurement> {
  const startedMs = performance.now();
  const { stdout } = await run('bash', ['-c', `${command}\ntimes`], { maxBuffer: 1 << 24 });
  const wallMs = performance.now() - startedMs;
  const answered = stdout.match(answer)?.length ?? 0;
  if (answered !== polls) throw new Error(`${client}: ${answered} of ${polls} BMCs answered`);
  const times = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(stdout);
  const [, userMin, user, systemMin, system] = (times ?? []).map(Number);
  const cpuSeconds = (userMin ?? 0) * 60 + (user ?? 0) + (systemMin ?? 0) * 60 + (system ?? 0);
  return { client, polls, wallMs, cpuMs: cpuSeconds * 1000 };
}

function print(measurements: readonly Measurement[]): void {
  console.table(
    measurements.map(({ client, polls, wallMs, cpuMs }) => ({
      client,
      polls,
      'wall ms': Math.round(wallMs),
      'polls/s': Math.round((polls / wallMs) * 1000),
      'CPU ms/poll': Number((cpuMs / polls).toFixed(3)),
    })),
  );
}
