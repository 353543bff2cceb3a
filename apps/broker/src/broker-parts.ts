import type { Database } from '@postern/database';
import type { AuditActor } from '@postern/domain';
import type { Clock } from './clock.ts';
import type { Journal } from './journal/journal.ts';
import type { Logger } from './logging.ts';
import type { BrokerMetrics } from './metrics.ts';
import type { SiteGate } from './observation/site-gate.ts';
import type { BmcLanes } from './provisioning/bmc-lanes.ts';
import type { BmcDriver } from './provisioning/drivers.ts';
import type { Vault } from './provisioning/vault.ts';
import type { RelayDesk } from './relay/relay-desk.ts';

/** What the work on accounts and actions needs of its broker. Made once, in `main.ts`. */
export interface BrokerParts {
  readonly db: Database;
  readonly siteId: string;
  readonly brokerId: string;
  /** Who signs the audit events. */
  readonly actor: AuditActor;
  readonly lanes: BmcLanes;
  /** What is known without the database. */
  readonly journal: Journal;
  readonly gate: SiteGate;
  readonly relays: RelayDesk;
  readonly driver: BmcDriver;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: BrokerMetrics;
  /** A random integer from 0 to `max` - 1, fit for secrets. */
  readonly randomInt: (max: number) => number;
  /** Aborts when the broker is told to stop: waits end early, writes at hand are finished. */
  readonly stopping: AbortSignal;
}

/**
 * A claim that is not renewed lapses after this, and another broker goes on from the rows. Longer than the slowest
 * single BMC call with all its repeats (10 s) and the wait for a lease (15 s).
 */
export const claimSeconds = 30;
