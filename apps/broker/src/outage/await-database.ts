import { loggableError } from '../logging.ts';
import type { BrokerMetrics } from '../metrics.ts';
import type { BrokerWorld } from '../start-broker.ts';
import { startChore } from '../worker/chore.ts';
import { createDatabaseWatch } from './database-watch.ts';
import { createAwayRevoker } from './revoke-without-database.ts';

const askAgainMs = 1_000;

/**
 * A broker that starts while the database is away cannot join its site, but its journal may hold access that ends meanwhile:
 * it stays and sees to that until `ask` is answered. With an empty journal it fails at once, as its supervisor expects.
 */
export async function awaitDatabase<T>(
  world: BrokerWorld & { readonly metrics: BrokerMetrics },
  ask: () => Promise<T>,
): Promise<T> {
  const { journal, clock, log, awayPolicy } = world;
  if (journal.state.live.size === 0) return ask();
  const watch = createDatabaseWatch(clock);
  const away = createAwayRevoker({ ...world, watch, alone: (_, work) => work(), policy: awayPolicy });
  const chore = startChore(away.chore, world);
  try {
    for (let failures = 0; ; failures += 1) {
      try {
        return await ask();
      } catch (error) {
        watch.failed();
        if (failures % 30 === 0) {
          log.error(
            { error: loggableError(error), count: journal.state.live.size },
            'the database does not answer: access that the journal knows ends on time all the same',
          );
        }
        await clock.sleep(askAgainMs);
      }
    }
  } finally {
    await chore.stop();
    await away.stop();
  }
}
