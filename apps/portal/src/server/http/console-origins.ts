import { listBrokers } from '@postern/database';
import { loggableError } from '../log.ts';
import type { Portal } from '../portal.ts';
import { consoleOriginOf } from './security-headers.ts';

const keptMs = 10_000;

/** The gateways that pages may connect to: those of all known brokers, looked up every ten seconds at most. */
export function createConsoleOrigins(portal: Portal, now: () => number): () => Promise<readonly string[]> {
  let known: readonly string[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (now() - readAt < keptMs) return known;
    try {
      const brokers = await listBrokers(portal.db.client);
      known = [...new Set(brokers.map(({ consoleUrl }) => consoleOriginOf(consoleUrl)))].filter(
        (origin) => origin !== null,
      );
      readAt = now();
    } catch (error) {
      // A page without consoles is better than no page; the next one asks again.
      portal.log.warn({ error: loggableError(error) }, 'the console gateways could not be looked up');
    }
    return known;
  };
}
