import { listBrokers } from '@postern/database';
import { loggableError } from '../log.ts';
import type { Portal } from '../portal.ts';
import { consoleOriginOf } from './security-headers.ts';

const keptMs = 10_000;
const retryMs = 1_000;

/**
 * The gateways that pages may connect to: those of all known brokers. Asked for with every page, looked up every ten
 * seconds at most; while the database is away, the last known ones go on and one line in the log says so.
 */
export function createConsoleOrigins(portal: Portal, now: () => number): () => Promise<readonly string[]> {
  let known: Promise<readonly string[]> = Promise.resolve([]);
  let askAgainAt = Number.NEGATIVE_INFINITY;
  let failing = false;

  async function lookUp(earlier: Promise<readonly string[]>): Promise<readonly string[]> {
    try {
      const brokers = await listBrokers(portal.db.client);
      failing = false;
      const origins = brokers.map(({ consoleUrl }) => consoleOriginOf(consoleUrl));
      return [...new Set(origins.filter((origin) => origin !== null))];
    } catch (error) {
      // A page without consoles is better than no page.
      if (!failing)
        portal.log.warn({ error: loggableError(error) }, 'the console gateways could not be looked up');
      failing = true;
      askAgainAt = now() + retryMs;
      return earlier;
    }
  }

  return () => {
    if (now() >= askAgainAt) {
      askAgainAt = now() + keptMs;
      known = lookUp(known);
    }
    return known;
  };
}
