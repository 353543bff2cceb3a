/**
 * Decides when work is looked for. The database's rows are the queue: a notice only ends the sleep early, and a lost
 * one costs a second at most.
 */
import type { Clock } from '../clock.ts';
import { type Logger, loggableError } from '../logging.ts';
import type { BrokerMetrics } from '../metrics.ts';

/** A piece of claimed work, ready to run. Its failure is its own to handle; what escapes is logged. */
export interface Job {
  readonly id: string;
  run(): Promise<void>;
}

export interface Queue {
  readonly name: string;
  readonly maxConcurrent: number;
  /** Claims rows that are due, `limit` at most. None: nothing is due. */
  claim(limit: number): Promise<readonly Job[]>;
}

export interface RunnerDeps {
  /** Done at each wake-up, before the queues are asked: it makes rows due. */
  readonly prepare: () => Promise<void>;
  readonly queues: readonly Queue[];
  /** Milliseconds until the next row falls due by the database's clock; `undefined` when none is in sight. */
  readonly untilNextDueMs: () => Promise<number | undefined>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: BrokerMetrics;
}

export interface Runner {
  /** Looks for work now. Cheap, may be called any number of times. */
  wake(): void;
  /** Claims nothing more and waits for what runs. */
  stop(): Promise<void>;
}

const longestSleepMs = 1_000;
/** Rests after a failed look, so that a database that is down is not asked in a tight loop. */
const restAfterErrorMs = 500;
/** The database is asked this often at most while notices come one after the other. */
const leastBetweenLooksMs = 25;
/** What one statement claims at most: its rows are at work before the next ones are claimed. */
const claimAtOnce = 50;

export function startRunner(deps: RunnerDeps): Runner {
  const running = new Map(deps.queues.map((queue) => [queue, new Map<string, Promise<void>>()]));
  let stopped = false;
  let awake = new AbortController();

  function wake(): void {
    awake.abort();
  }

  function start(queue: Queue, job: Job): void {
    const own = runningOf(queue);
    // A claim that lapsed while its work still waits here is the same work: it goes on by itself.
    if (own.has(job.id)) return;
    const work = job
      .run()
      .catch((error: unknown) => reportError(queue.name, error))
      .finally(() => {
        // A full queue may have left something due; any other was asked until it had nothing.
        if (own.size >= queue.maxConcurrent) wake();
        own.delete(job.id);
      });
    own.set(job.id, work);
  }

  function runningOf(queue: Queue): Map<string, Promise<void>> {
    const own = running.get(queue) ?? new Map<string, Promise<void>>();
    running.set(queue, own);
    return own;
  }

  async function fill(queue: Queue): Promise<void> {
    for (;;) {
      const free = Math.min(claimAtOnce, queue.maxConcurrent - runningOf(queue).size);
      if (stopped || free <= 0) return;
      const jobs = await queue.claim(free);
      for (const job of jobs) start(queue, job);
      if (jobs.length === 0) return;
    }
  }

  function reportError(task: string, error: unknown): void {
    deps.metrics.taskErrors.inc({ task });
    deps.log.error({ task, error: loggableError(error) }, 'a task failed unexpectedly');
  }

  async function look(): Promise<number> {
    try {
      await deps.prepare();
      const results = await Promise.allSettled(deps.queues.map(fill));
      for (const result of results) if (result.status === 'rejected') throw result.reason;
      return Math.min(longestSleepMs, (await deps.untilNextDueMs()) ?? longestSleepMs);
    } catch (error) {
      reportError('look-for-work', error);
      return restAfterErrorMs;
    }
  }

  async function loop(): Promise<void> {
    while (!stopped) {
      // Made before the look: a notice that comes during it means one more look, not a lost wake-up.
      awake = new AbortController();
      const lookedAt = deps.clock.now();
      const sleepMs = await look();
      await deps.clock.sleep(Math.max(0, sleepMs), awake.signal);
      const rested = deps.clock.now() - lookedAt;
      if (!stopped && rested < leastBetweenLooksMs) await deps.clock.sleep(leastBetweenLooksMs - rested);
    }
  }

  const looping = loop();
  return {
    wake,
    async stop() {
      stopped = true;
      wake();
      await looping;
      await Promise.all([...running.values()].flatMap((own) => [...own.values()]));
    },
  };
}
