import type { Clock } from '../clock.ts';
import { type Logger, loggableError } from '../logging.ts';
import type { BrokerMetrics } from '../metrics.ts';

/** Something done again and again, whether or not anybody asks. */
export interface Chore {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<void>;
}

export interface RunningChore {
  /** Ends the waiting: one more run, soon. Cheap, may be called any number of times. */
  wake(): void;
  /** Ends the waiting; resolves when a run at hand is over. */
  stop(): Promise<void>;
}

const leastRestMs = 200;

/** Runs a chore at once and then at its interval, never two runs at a time. A failed run is logged, not fatal. */
export function startChore(
  chore: Chore,
  deps: { readonly clock: Clock; readonly log: Logger; readonly metrics: BrokerMetrics },
): RunningChore {
  const stopping = new AbortController();
  let awake = new AbortController();

  async function runOnce(): Promise<void> {
    try {
      await chore.run();
    } catch (error) {
      deps.metrics.taskErrors.inc({ task: chore.name });
      deps.log.error({ task: chore.name, error: loggableError(error) }, 'a task failed unexpectedly');
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      // Made before the run: who wakes it meanwhile means one more run.
      awake = new AbortController();
      const startedAt = deps.clock.now();
      await runOnce();
      const tookMs = deps.clock.now() - startedAt;
      // A storm of notices is one run now and one soon.
      await deps.clock.sleep(Math.min(leastRestMs, chore.everyMs), stopping.signal);
      const restMs = chore.everyMs - tookMs - leastRestMs;
      await deps.clock.sleep(Math.max(0, restMs), AbortSignal.any([stopping.signal, awake.signal]));
    }
  }

  const looping = loop();
  return {
    wake: () => awake.abort(),
    async stop() {
      stopping.abort();
      await looping;
    },
  };
}
