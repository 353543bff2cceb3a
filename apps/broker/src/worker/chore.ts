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
  /** Ends the waiting; resolves when a run at hand is over. */
  stop(): Promise<void>;
}

/** Runs a chore at once and then at its interval, never two runs at a time. A failed run is logged, not fatal. */
export function startChore(
  chore: Chore,
  deps: { readonly clock: Clock; readonly log: Logger; readonly metrics: BrokerMetrics },
): RunningChore {
  const stopping = new AbortController();

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
      const startedAt = deps.clock.now();
      await runOnce();
      const tookMs = deps.clock.now() - startedAt;
      await deps.clock.sleep(Math.max(0, chore.everyMs - tookMs), stopping.signal);
    }
  }

  const looping = loop();
  return {
    async stop() {
      stopping.abort();
      await looping;
    },
  };
}
