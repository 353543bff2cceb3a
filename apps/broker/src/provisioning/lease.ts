/**
 * The exclusive hold of one BMC over all brokers. Short, and renewed right before each write: a process that was
 * stopped and woken cannot renew a lease that somebody else has taken meanwhile. In between, while a slow BMC is read,
 * `keep-leases.ts` prolongs it.
 */
import { type Database, type LeaseHold, releaseLease, renewLease, takeLease } from '@postern/database';
import type { Clock } from '../clock.ts';
import { BrokerFault } from '../failure.ts';
import type { BrokerMetrics } from '../metrics.ts';

/** Longer than the slowest single BMC call with all its repeats (10 s), with room to spare. */
export const leaseSeconds = 30;
/** How long work waits for another broker to let go before it gives up and comes back later. */
const patienceMs = 15_000;
const retryMs = 100;

export interface Lease {
  readonly fence: LeaseHold;
  /** @throws BrokerFault `lease-lost` */
  renew(): Promise<void>;
  release(): Promise<void>;
}

export interface LeaseDeps {
  readonly db: Database;
  readonly brokerId: string;
  readonly clock: Clock;
  readonly metrics: BrokerMetrics;
}

/** @throws BrokerFault `bmc-in-use` when another broker keeps it for longer than we have patience. */
export async function acquireLease(deps: LeaseDeps, bmcId: string): Promise<Lease> {
  const giveUpAt = deps.clock.now() + patienceMs;
  for (;;) {
    const lease = await tryLease(deps, bmcId);
    if (lease !== undefined) return lease;
    if (deps.clock.now() >= giveUpAt) {
      throw new BrokerFault('bmc-in-use', 'Another broker is working on this BMC. Try again in a moment.');
    }
    await deps.clock.sleep(retryMs);
  }
}

/** `undefined` when another broker holds it. */
export async function tryLease(deps: LeaseDeps, bmcId: string): Promise<Lease | undefined> {
  const { db, brokerId, metrics } = deps;
  const taken = await takeLease(db.client, { bmcId, brokerId, ttlSeconds: leaseSeconds });
  if (taken === undefined) {
    metrics.leaseConflicts.inc();
    return undefined;
  }
  const held = { bmcId, brokerId, fence: taken.fence };
  return {
    fence: held,
    async renew() {
      const askedAt = deps.clock.now();
      const renewed = await renewLease(db.client, { ...held, ttlSeconds: leaseSeconds });
      // A process that was stopped between the question and this line has an answer that is too old to write by.
      if (renewed && deps.clock.now() - askedAt < (leaseSeconds * 1_000) / 3) return;
      metrics.leasesLost.inc();
      throw new BrokerFault('lease-lost', 'Another broker took over this BMC.', 'unknown');
    },
    async release() {
      await releaseLease(db.client, held);
    },
  };
}
