/**
 * Whether anything may be written to the BMCs of this site. A database that does not hold what this broker's journal knows
 * of the audit chain is an older state of itself, or another one: then the site observes until an admin has confirmed.
 */
import { type Database, observeSite, readSiteGate, type SiteGate as SiteState } from '@postern/database';
import type { AuditActor } from '@postern/domain';
import { BrokerFault } from '../failure.ts';
import type { Journal } from '../journal/journal.ts';
import { type Logger, loggableError } from '../logging.ts';
import type { BrokerMetrics } from '../metrics.ts';

export interface SiteGate {
  /** As it was seen last. True also of a database that does not know this site. */
  readonly observing: boolean;
  /** Reads it now, and begins an observation where the database is not the one that the journal knows. */
  look(): Promise<void>;
  /** For who is about to write to a BMC. @throws BrokerFault `site-observing` */
  pass(): Promise<void>;
  /** Calls back at each change of `observing`. */
  subscribe(onChange: (observing: boolean) => void): void;
}

export interface SiteGateDeps {
  readonly db: Database;
  readonly siteId: string;
  readonly siteName: string;
  readonly actor: AuditActor;
  readonly journal: Journal;
  readonly log: Logger;
  readonly metrics: BrokerMetrics;
}

export function createSiteGate(deps: SiteGateDeps): SiteGate {
  const { db, siteId, journal, log, metrics } = deps;
  const listeners = new Set<(observing: boolean) => void>();
  let observing = journal.state.observing;
  let beginning: Promise<void> | undefined;

  async function read(): Promise<SiteState | undefined> {
    const known = journal.state.head;
    const state = await readSiteGate(db.client, { siteId, known });
    if (state === undefined || state.continues) return state;
    // Together, so that one restored database is one observation.
    beginning ??= begin(known?.seq ?? '').finally(() => {
      beginning = undefined;
    });
    await beginning;
    return readSiteGate(db.client, { siteId, known: undefined });
  }

  async function begin(knownSeq: string): Promise<void> {
    log.error({}, 'this database is older than the one that was known: nothing is written to a BMC');
    await journal.write({ kind: 'observing', observing: true });
    const details = { name: deps.siteName, cause: 'database-restored', knownSeq };
    await db.transaction((tx) =>
      observeSite(tx, {
        siteId,
        cause: 'database-restored',
        event: { type: 'site.observation-begun', actor: deps.actor, outcome: 'ok', details },
      }),
    );
    const now = await readSiteGate(db.client, { siteId, known: undefined });
    // From here on the site's row says it. A head that could not be kept is found missing once more, which is safe.
    if (now?.head !== undefined) await journal.write({ kind: 'head', head: now.head });
  }

  async function settle(state: SiteState | undefined): Promise<void> {
    const next = state === undefined || state.observing;
    metrics.observing.set(next ? 1 : 0);
    if (next !== journal.state.observing) await journal.write({ kind: 'observing', observing: next });
    if (next === observing) return;
    observing = next;
    log.warn({ state: next ? 'observing' : 'open' }, 'what may be written to BMCs has changed');
    for (const listener of listeners) listener(next);
  }

  function remember(state: SiteState | undefined): Promise<void> {
    const head = state?.head;
    if (head === undefined || head.seq === journal.state.head?.seq) return Promise.resolve();
    return journal.write({ kind: 'head', head }).catch((error: unknown) => {
      // An older head finds a restored database as well, only not one that was restored to just now.
      log.error({ error: loggableError(error) }, 'the journal could not keep how far the audit chain goes');
    });
  }

  return {
    get observing() {
      return observing;
    },
    async look() {
      const state = await read();
      await remember(state);
      await settle(state);
    },
    async pass() {
      const state = await read();
      void remember(state);
      await settle(state);
      if (!observing) return;
      throw new BrokerFault(
        'site-observing',
        'This site writes to no BMC until an admin has confirmed what is to be done.',
      );
    },
    subscribe: (onChange) => void listeners.add(onChange),
  };
}
