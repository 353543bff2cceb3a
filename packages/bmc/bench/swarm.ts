/**
 * 10,000 virtual BMCs in a process of their own, polled once a minute each by this one: CPU, memory, lateness. Then the
 * same with a fifth of them silent: the others must not be a poll later for it.
 *
 *   npm run bench -w packages/bmc -- swarm        SWARM_SIZE and SWARM_MINUTES change the size
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createBmcTransport, openBmc, Secret } from '../src/index.ts';
import { percentile } from './figure.ts';

const size = Number(process.env.SWARM_SIZE ?? '10000');
const minutes = Number(process.env.SWARM_MINUTES ?? '2');
const periodMs = 60_000;
const password = 'admin-pass-01';

const child = fork(new URL('./swarm-bmcs.ts', import.meta.url), [String(size)], { stdio: 'inherit' });
const [ports] = (await once(child, 'message')) as [readonly number[]];
const transport = createBmcTransport();
for (const silent of [0, size / 5]) {
  child.send({ silent });
  await once(child, 'message');
  report(silent, await pollAll(silent));
}
await transport.close();
child.kill();

interface Polls {
  readonly lateMs: readonly number[];
  readonly doneMs: readonly number[];
  readonly failed: number;
  readonly cpuShare: number;
  readonly rssMb: number;
}

/** Each BMC has its own instant in the minute, spread evenly. */
async function pollAll(silent: number): Promise<Polls> {
  const lateMs: number[] = [];
  const doneMs: number[] = [];
  let failed = 0;
  let rss = 0;
  const pending = new Set<Promise<void>>();
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  const total = size * minutes;
  for (let index = 0; index < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - startedMs) / periodMs) * size) + 1);
    for (; index < due; index++) {
      const dueMs = startedMs + (index / size) * periodMs;
      const host = index % size;
      const answers = host >= silent;
      if (answers) lateMs.push(performance.now() - dueMs);
      const poll = pollOne(ports[host] ?? 0).then(
        () => void doneMs.push(performance.now() - dueMs),
        () => {
          if (answers) failed += 1;
        },
      );
      pending.add(poll);
      void poll.finally(() => pending.delete(poll));
    }
    rss = Math.max(rss, process.memoryUsage.rss());
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  const wallMs = performance.now() - startedMs;
  const used = process.cpuUsage(cpu);
  await Promise.all(pending);
  return {
    lateMs,
    doneMs,
    failed,
    cpuShare: (used.user + used.system) / 1000 / wallMs,
    rssMb: rss / 2 ** 20,
  };
}

/** A whole session for each poll: nothing is held in between, on either side. */
async function pollOne(port: number): Promise<void> {
  const target = {
    host: '127.0.0.1',
    port,
    username: 'admin',
    password: new Secret(password),
    cipherSuite: 17,
  } as const;
  const bmc = await openBmc(target, { transport });
  try {
    await bmc.power.state();
  } finally {
    await bmc.close();
  }
}

function report(silent: number, { lateMs, doneMs, failed, cpuShare, rssMb }: Polls): void {
  console.table([
    {
      BMCs: size,
      silent,
      polls: doneMs.length,
      'failed of the living': failed,
      'CPU of one core': `${(cpuShare * 100).toFixed(1)} %`,
      'RSS MB': Math.round(rssMb),
      'start late p99 ms': Number(percentile(lateMs, 0.99).toFixed(1)),
      'answered p50 ms': Number(percentile(doneMs, 0.5).toFixed(1)),
      'answered p99 ms': Number(percentile(doneMs, 0.99).toFixed(1)),
    },
  ]);
}
