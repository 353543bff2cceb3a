/**
 * Prolongs the leases under which something is at work, all in one statement. A BMC that takes three seconds for each
 * answer keeps its reader longer than a lease lasts; without this it could never be written to at all.
 */
import { type Database, keepHolds, type LeaseHold } from '@postern/database';
import type { Clock } from '../clock.ts';
import { type Logger, loggableError } from '../logging.ts';
import { leaseSeconds } from './lease.ts';

export interface LeaseKeeper {
  /** Keeps this lease from lapsing until the function that comes back is called. */
  keep(lease: LeaseHold): () => void;
  readonly stopped: Promise<void>;
}

const everyMs = 8_000;
/** Work that takes longer hangs: its lease lapses, and somebody else goes on. */
const longestHoldMs = 600_000;
const atOnce = 1_000;

export function keepLeases(
  deps: { readonly db: Database; readonly brokerId: string; readonly clock: Clock; readonly log: Logger },
  stopping: AbortSignal,
): LeaseKeeper {
  const { db, brokerId, clock, log } = deps;
  const held = new Map<LeaseHold, number>();

  async function prolongAll(): Promise<void> {
    const now = clock.now();
    const old = [...held].filter(([, since]) => now - since >= everyMs && now - since < longestHoldMs);
    for (let from = 0; from < old.length; from += atOnce) {
      const holds = old.slice(from, from + atOnce).map(([lease]) => lease);
      await keepHolds(db.client, { brokerId, holds, ttlSeconds: leaseSeconds });
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.aborted) {
      await clock.sleep(everyMs, stopping);
      await prolongAll().catch((error: unknown) =>
        log.warn({ error: loggableError(error) }, 'leases could not be prolonged'),
      );
    }
  }

  return {
    keep(lease) {
      held.set(lease, clock.now());
      return () => held.delete(lease);
    },
    stopped: loop(),
  };
}
