/**
 * An account made and proven on `ipmi_sim`: round trips used, and wall time with 0, 20 and 100 ms added to each round
 * trip. The peers are two ipmitool scripts: the one that people write (`user list`, then one command after the other),
 * and the shortest that is still correct (raw commands on the last slot, several to a session by `exec`).
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkLogin, createBmcTransport, makeAccount, openBmc, Secret } from '../src/index.ts';
import { runIpmitool } from '../test/run-ipmitool.ts';
import { startIpmiSim } from '../test/start-ipmi-sim.ts';
import { median, printFigure } from './figure.ts';

const admin = { username: 'ipmiusr', password: 'test' };
const tenant = { username: 'g_k3v7qzabcdef', password: 'Ab3-xY7_kQ9mZr' };
const rounds = 3;

interface Run {
  readonly wallMs: number;
  readonly roundTrips: number;
}

const transport = createBmcTransport();
for (const delayMs of [0, 20, 100]) await compare(delayMs);
await transport.close();

async function compare(delayMs: number): Promise<void> {
  const ours: Run[] = [];
  const list: Run[] = [];
  const raw: Run[] = [];
  let roundTripMs = 0;
  for (let round = 0; round < rounds; round++) {
    ours.push(await onFreshBmc(delayMs, async (port) => makeOurs(port)));
    list.push(await onFreshBmc(delayMs, withUserList));
    raw.push(await onFreshBmc(delayMs, withRawCommands));
    roundTripMs = await onFreshBmc(delayMs, measureRoundTrip).then(
      ({ wallMs, roundTrips }) => wallMs / roundTrips,
    );
  }
  const wall = (runs: readonly Run[]) => median(runs.map(({ wallMs }) => wallMs));
  const trips = median(ours.map(({ roundTrips }) => roundTrips));
  const label = `account+${delayMs}ms`;
  printFigure({
    name: `${label} round-trips (peer: raw script)`,
    ours: trips,
    peer: median(raw.map(({ roundTrips }) => roundTrips)),
    unit: '',
  });
  printFigure({
    name: `${label} wall (peer: its round trips alone)`,
    ours: wall(ours),
    peer: trips * roundTripMs,
    unit: 'ms',
  });
  printFigure({
    name: `${label} wall (peer: script with user list)`,
    ours: wall(ours),
    peer: wall(list),
    unit: 'ms',
  });
  printFigure({ name: `${label} wall (peer: raw script)`, ours: wall(ours), peer: wall(raw), unit: 'ms' });
}

async function onFreshBmc(delayMs: number, work: (port: number) => Promise<void>): Promise<Run> {
  const sim = await startIpmiSim();
  const relay = await startDelay(sim.target.port, delayMs);
  try {
    const startedMs = performance.now();
    await work(relay.port);
    return { wallMs: performance.now() - startedMs, roundTrips: relay.requests() };
  } finally {
    await relay.close();
    await sim.stop();
  }
}

async function makeOurs(port: number): Promise<void> {
  const target = { host: '127.0.0.1', port, cipherSuite: 3 } as const;
  const bmc = await openBmc(
    { ...target, username: admin.username, password: new Secret(admin.password) },
    { transport },
  );
  try {
    const account = {
      username: tenant.username,
      password: new Secret(tenant.password),
      privilege: 'operator',
    } as const;
    await makeAccount({
      accounts: bmc.accounts,
      account,
      logIn: () => checkLogin({ ...target, ...account }, { transport }),
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    });
  } finally {
    await bmc.close();
  }
}

async function measureRoundTrip(port: number): Promise<void> {
  const login = { username: admin.username, password: new Secret(admin.password) };
  const bmc = await openBmc({ host: '127.0.0.1', port, cipherSuite: 3, ...login }, { transport });
  for (let ask = 0; ask < 20; ask++) await bmc.identity();
  await bmc.close();
}

async function withUserList(port: number): Promise<void> {
  const login = { port, ...admin };
  const { output } = await mustRun(login, 'user', 'list', '1');
  // ipmi_sim has 63 slots; its list leaves the names of empty ones out.
  const slot = output.includes(tenant.username) ? '0' : '63';
  await mustRun(login, 'user', 'set', 'name', slot, tenant.username);
  await mustRun(login, 'user', 'set', 'password', slot, tenant.password);
  await mustRun(login, 'channel', 'setaccess', '1', slot, 'callin=off', 'ipmi=on', 'link=off', 'privilege=3');
  await mustRun(login, 'user', 'enable', slot);
  await mustRun({ port, ...tenant, privilege: 'OPERATOR' }, 'mc', 'info');
}

async function withRawCommands(port: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-bench-'));
  const look = join(folder, 'look');
  const write = join(folder, 'write');
  await writeFile(look, 'raw 0x06 0x44 0x01 0x3f\nraw 0x06 0x46 0x3f\n');
  const commands = [
    `user set name 63 ${tenant.username}`,
    `user set password 63 ${tenant.password}`,
    'channel setaccess 1 63 callin=off ipmi=on link=off privilege=3',
    'user enable 63',
    'raw 0x06 0x44 0x01 0x3f',
    'raw 0x06 0x46 0x3f',
  ];
  await writeFile(write, `${commands.join('\n')}\n`);
  await mustRun({ port, ...admin }, 'exec', look);
  await mustRun({ port, ...admin }, 'exec', write);
  await mustRun({ port, ...tenant, privilege: 'OPERATOR' }, 'mc', 'info');
  await rm(folder, { recursive: true });
}

async function mustRun(...call: Parameters<typeof runIpmitool>) {
  const result = await runIpmitool(...call);
  if (!result.succeeded) throw new Error(`ipmitool ${call.slice(1).join(' ')}: ${result.output}`);
  return result;
}

/** Carries datagrams to the BMC and back; the way back takes so much longer. Counts requests. */
async function startDelay(bmcPort: number, delayMs: number) {
  const front = createSocket('udp4').bind(0, '127.0.0.1');
  await once(front, 'listening');
  const backs = new Map<number, ReturnType<typeof createSocket>>();
  let requests = 0;
  front.on('message', (datagram, { port }) => {
    requests += 1;
    let back = backs.get(port);
    if (back === undefined) {
      back = createSocket('udp4');
      back.on('message', (reply) => {
        if (delayMs === 0) front.send(reply, port, '127.0.0.1');
        else setTimeout(() => front.send(reply, port, '127.0.0.1'), delayMs);
      });
      backs.set(port, back);
    }
    back.send(datagram, bmcPort, '127.0.0.1');
  });
  return {
    port: front.address().port,
    requests: () => requests,
    async close() {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      for (const socket of [front, ...backs.values()]) socket.close();
    },
  };
}
