import { expect, test } from 'vitest';
import { createLogger } from '../logging.ts';
import { createMetrics } from '../metrics.ts';
import { type Job, type Queue, startRunner } from './runner.ts';

/** Sleeps end only when the test, or the runner itself, ends them. */
function heldClock() {
  let time = 0;
  const sleeps: number[] = [];
  let asleep = (): void => undefined;
  let fallsAsleep = Promise.resolve();
  const next = () => {
    fallsAsleep = new Promise((resolve) => {
      asleep = resolve;
    });
  };
  next();
  return {
    sleeps,
    /** Resolves when the runner has looked at everything and sleeps. */
    untilAsleep: () => fallsAsleep,
    clock: {
      // Time enough has passed between any two looks.
      now: () => {
        time += 1_000;
        return time;
      },
      sleep(ms: number, signal?: AbortSignal): Promise<void> {
        sleeps.push(ms);
        asleep();
        next();
        if (signal?.aborted) return Promise.resolve();
        return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
      },
    },
  };
}

function queueOf(jobs: Job[], maxConcurrent = 10): Queue {
  return { name: 'work', maxConcurrent, claim: async (limit) => jobs.splice(0, limit) };
}

function start(queue: Queue, changes: { untilNextDueMs?: number; prepare?: () => Promise<void> } = {}) {
  const held = heldClock();
  const runner = startRunner({
    prepare: changes.prepare ?? (async () => undefined),
    queues: [queue],
    untilNextDueMs: async () => changes.untilNextDueMs,
    clock: held.clock,
    log: createLogger('silent'),
    metrics: createMetrics(),
  });
  return { runner, ...held };
}

test('a notice ends the sleep and the work is found at once', async () => {
  const jobs: Job[] = [];
  const { runner, untilAsleep } = start(queueOf(jobs));
  await untilAsleep();
  const done = new Promise<void>((resolve) => {
    jobs.push({ id: 'a', run: async () => resolve() });
  });
  runner.wake();
  await done;
  await runner.stop();
});

test('it sleeps until the next row is due, and never longer than a second', async () => {
  const soon = start(queueOf([]), { untilNextDueMs: 120 });
  await soon.untilAsleep();
  expect(soon.sleeps[0]).toBe(120);
  await soon.runner.stop();
  const late = start(queueOf([]), { untilNextDueMs: 86_400_000 });
  await late.untilAsleep();
  expect(late.sleeps[0]).toBe(1_000);
  await late.runner.stop();
});

test('no more than the allowed number of jobs run at once', async () => {
  let running = 0;
  let most = 0;
  let over = 0;
  const ends: (() => void)[] = [];
  const jobs = Array.from({ length: 5 }, (_, index) => ({
    id: String(index),
    async run() {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => ends.push(resolve));
      running -= 1;
      over += 1;
    },
  }));
  const { runner } = start(queueOf(jobs, 2));
  while (over < 5) {
    for (const end of ends.splice(0)) end();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await runner.stop();
  expect(most).toBe(2);
  expect(jobs).toEqual([]);
});

test('a job that fails, and a database that is away, do not end the loop', async () => {
  let looks = 0;
  const jobs: Job[] = [{ id: 'bad', run: async () => Promise.reject(new Error('unexpected')) }];
  const { runner, untilAsleep, sleeps } = start(queueOf(jobs), {
    async prepare() {
      looks += 1;
      if (looks === 1) throw new Error('the database is away');
    },
  });
  await untilAsleep();
  expect(sleeps).toEqual([500]);
  runner.wake();
  await untilAsleep();
  expect(looks).toBeGreaterThan(1);
  await runner.stop();
});

test('stopping waits for what runs and claims nothing more', async () => {
  let end = (): void => undefined;
  let ended = false;
  const jobs: Job[] = [
    {
      id: 'a',
      async run() {
        await new Promise<void>((resolve) => {
          end = resolve;
        });
        ended = true;
      },
    },
  ];
  const { runner, untilAsleep } = start(queueOf(jobs));
  await untilAsleep();
  const stopped = runner.stop();
  jobs.push({ id: 'b', run: async () => undefined });
  end();
  await stopped;
  expect(ended).toBe(true);
  expect(jobs).toHaveLength(1);
});
