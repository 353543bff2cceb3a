import type { Clock } from './clock.ts';

const restMs = 500;
const longestMs = 15_000;

/**
 * Does a write that says how something ended, again and again while the database is away for a moment: without it the
 * row would wait until its claim lapses. The write must be one that may be done twice. Gives up after 15 s, or when
 * the broker stops; then the claim lapses after all, and somebody goes on from the rows.
 */
export async function insist<T>(
  { clock, stopping }: { readonly clock: Clock; readonly stopping: AbortSignal },
  write: () => Promise<T>,
): Promise<T> {
  const giveUpAt = clock.now() + longestMs;
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (stopping.aborted || clock.now() >= giveUpAt) throw error;
      await clock.sleep(restMs, stopping);
    }
  }
}
