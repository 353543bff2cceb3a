/**
 * Every sensor of 200 BMCs with 30 sensors each, records cached on both sides: readings per second of client CPU,
 * against FreeIPMI's ipmi-sensors with its cache.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createBmcTransport, type IpmiBmc, openBmc, Secret } from '../src/index.ts';
import { median, printFigure } from './figure.ts';
import { type SimFleet, startFleet } from './start-fleet.ts';

const run = promisify(execFile);
const sensors = 30;
const rounds = 5;
const size = 200;
/** One simulator for each BMC: `ipmi_sim` has sensor records for the first BMC of a process only. */
const fleets: SimFleet[] = [];
for (let index = 0; index < size; index++) {
  const port = fleets[0]?.port;
  const network = `127.1.${index}`;
  fleets.push(await startFleet({ count: 1, network, sensors, ...(port === undefined ? {} : { port }) }));
}
const cache = await mkdtemp(join(tmpdir(), 'postern-bench-cache-'));
try {
  await compare();
} finally {
  await Promise.all(fleets.map((fleet) => fleet.stop()));
  await rm(cache, { recursive: true, force: true });
}

async function compare(): Promise<void> {
  const transport = createBmcTransport();
  const ours: number[] = [];
  const held: number[] = [];
  const theirs: number[] = [];
  const sweepOnce = () => readEach((fleet, host) => openBmc(targetOf(fleet, host), { transport }));
  // The first sweep reads the records, on both sides.
  await sweepOnce();
  await ipmiSensors();
  const open = await Promise.all(
    fleets.flatMap((fleet) => fleet.hosts.map((host) => openBmc(targetOf(fleet, host), { transport }))),
  );
  for (let round = 0; round < rounds; round++) {
    ours.push(await cpuOf(sweepOnce));
    held.push(await cpuOf(() => Promise.all(open.map(readAll))));
    theirs.push(await ipmiSensors());
  }
  await Promise.all(open.map((bmc) => bmc.close()));
  await transport.close();
  const readings = fleets.reduce((sum, { hosts }) => sum + hosts.length, 0) * sensors;
  const perSecond = (cpuMs: readonly number[]) => readings / (median(cpuMs) / 1_000);
  const unit = ' readings/CPU-s';
  printFigure({ name: 'sensors-cold', ours: perSecond(ours), peer: perSecond(theirs), unit });
  printFigure({ name: 'sensors-warm', ours: perSecond(held), peer: perSecond(theirs), unit });
}

async function readEach(open: (fleet: SimFleet, host: string) => Promise<IpmiBmc>): Promise<void> {
  const waiting = fleets.flatMap((fleet) => fleet.hosts.map((host) => ({ fleet, host })));
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const bmc = await open(next.fleet, next.host);
      try {
        await readAll(bmc);
      } finally {
        await bmc.close();
      }
    }
  };
  await Promise.all(Array.from({ length: 64 }, worker));
}

async function readAll(bmc: IpmiBmc): Promise<void> {
  const readings = await bmc.sensors.readAll();
  const read = readings.filter(({ status }) => status === 'read').length;
  if (read !== sensors) throw new Error(`${read} of ${sensors} sensors were read`);
}

async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function targetOf(fleet: SimFleet, host: string) {
  return {
    host,
    port: fleet.port,
    username: fleet.username,
    password: new Secret(fleet.password),
    cipherSuite: 3,
  } as const;
}

async function ipmiSensors(): Promise<number> {
  const hosts = fleets.flatMap(({ hosts: [host], port }) => `${host}:${port}`).join(',');
  const login = '-D LAN_2_0 -u admin -p admin -I 3 -W opensesspriv';
  const options = `--sdr-cache-directory ${cache} --quiet-cache --no-header-output`;
  const { stdout } = await run('bash', ['-c', `ipmi-sensors ${login} ${options} -h '${hosts}'\ntimes`], {
    maxBuffer: 1 << 26,
  });
  const read = stdout.match(/\| Temperature /g)?.length ?? 0;
  if (read < sensors * size) throw new Error(`ipmi-sensors read ${read} sensors`);
  const times = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(stdout) ?? [];
  const [, userMin = 0, user = 0, systemMin = 0, system = 0] = times.map(Number);
  return (userMin * 60 + user + systemMin * 60 + system) * 1_000;
}
