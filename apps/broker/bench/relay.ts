/**
 * What carrying costs: the same questions to the same BMC directly, through `socat` and through a relay, in one run.
 * Prints the median time to an answer and the CPU per datagram. `node apps/broker/bench/relay.ts`, needs socat.
 */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { monotonicClock } from '../src/console/clock.ts';
import { bindFront } from '../src/relay/front.ts';
import { createRelay } from '../src/relay/relay.ts';

const rounds = 5_000;
/** Get Channel Authentication Capabilities. */
const question = Buffer.from('0600ff07000000000000000000092018c88100388e04b5', 'hex');
const ports = { bmc: 27_801, socat: 27_802, relay: 27_803 };
const lostAfterMs = 100;
const unlimited = { perSecond: 1e9, burst: 1e9 };

if (process.argv[2] === 'relay') await serveRelay();
else await compare();

/** In a process of its own, so that its CPU is its own. */
async function serveRelay(): Promise<void> {
  const front = await bindFront(['127.0.0.1'], ports.relay);
  if (front === undefined) throw new Error(`UDP port ${ports.relay} is in use`);
  const limits = { maxClients: 32, unprovenIdleMs: 60_000, provenIdleMs: 60_000 };
  const relay = createRelay({
    front,
    clock: monotonicClock,
    limits: { ...limits, sessions: unlimited, newcomers: unlimited },
  });
  const bmc = { host: '127.0.0.1', port: ports.bmc };
  const sources = { ipv4: '127.0.0.1', ipv6: null };
  relay.permit({ bmc, sources, secondsLeft: 600 }, monotonicClock.now());
}

async function compare(): Promise<void> {
  const bmc = createSocket('udp4').bind(ports.bmc, '127.0.0.1');
  await once(bmc, 'listening');
  const reply = Buffer.from(
    '0600ff070000000000000000001081 1c63200038000180160300000000002e'.replace(' ', ''),
    'hex',
  );
  bmc.on('message', (_question, { port, address }) => bmc.send(reply, port, address));
  // A group of its own: the child that serves us would outlive it.
  const socat = spawn(
    'socat',
    [`UDP4-LISTEN:${ports.socat},bind=127.0.0.1,fork`, `UDP4:127.0.0.1:${ports.bmc}`],
    { stdio: 'ignore', detached: true },
  );
  const relay = spawn(process.execPath, [fileURLToPath(import.meta.url), 'relay'], { stdio: 'inherit' });
  await sleep(1_500);
  try {
    const direct = await measure(ports.bmc);
    for (const [name, port, pid] of [
      ['socat', ports.socat, socat.pid],
      ['relay', ports.relay, relay.pid],
      ['socat', ports.socat, socat.pid],
      ['relay', ports.relay, relay.pid],
    ] as const) {
      const before = cpuMicroseconds(pid);
      const medianUs = await measure(port);
      const perDatagram = (cpuMicroseconds(pid) - before) / (2 * rounds);
      const added = (medianUs - direct) / 2;
      console.log(
        `${name}: ${added.toFixed(1)} µs more and ${perDatagram.toFixed(1)} µs of CPU per datagram`,
      );
    }
    console.log(`direct: ${direct.toFixed(1)} µs to an answer`);
  } finally {
    if (socat.pid !== undefined) process.kill(-socat.pid);
    relay.kill();
    bmc.close();
  }
}

/** Median microseconds from a question to its answer, one at a time. */
async function measure(port: number): Promise<number> {
  const client = createSocket('udp4');
  client.connect(port, '127.0.0.1');
  await once(client, 'connect');
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const answered = once(client, 'message');
    const sentAt = performance.now();
    client.send(question);
    // One that is lost is asked again; a median does not see it.
    const again = setInterval(() => client.send(question), lostAfterMs);
    await answered;
    clearInterval(again);
    times.push((performance.now() - sentAt) * 1_000);
  }
  client.close();
  return times.sort((a, b) => a - b)[rounds / 2] ?? Number.NaN;
}

/** Of a process and the children that it has forked; Linux counts in hundredths of a second. */
function cpuMicroseconds(pid: number | undefined): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return [String(pid), ...children]
    .filter((each) => each !== '')
    .reduce((sum, each) => {
      const fields = readFileSync(`/proc/${each}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return sum + (Number(fields[11]) + Number(fields[12])) * 10_000;
    }, 0);
}
