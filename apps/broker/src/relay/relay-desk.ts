/**
 * Keeps the relays of this process what the database says they should be: opens those of grants that nobody carries, tells
 * each until when and for whom, cuts those whose grant is over, and writes down what they carried.
 *
 * It asks at every notice, and every 15 s in case a notice was lost. While the database is away the deadlines hold by
 * themselves; a relay whose grant nobody could confirm for two minutes is cut, as it may have been taken away where this
 * broker cannot hear it.
 */

import type { Secret } from '@postern/bmc';
import {
  closeOrphanedRelays,
  closeRelay,
  type Database,
  openRelay,
  type RelayFacts,
  type RelayOpening,
  readRelayFacts,
  recordRelayCounts,
  recordRelaySession,
} from '@postern/database';
import type { AuditActor, LiveChange, RelayCloseReason } from '@postern/domain';
import type { Clock, Timer } from '../console/clock.ts';
import { BrokerFault } from '../failure.ts';
import { createLane } from '../lane.ts';
import { type Logger, loggableError } from '../logging.ts';
import { bindFront, type Front } from './front.ts';
import { isCarriedBy, isFreeFor, judgeRelay } from './judge-relay.ts';
import { type PortRange, portsToTry } from './port-range.ts';
import { createRelay, type Relay } from './relay.ts';
import { createRelayCounter } from './relay-counts.ts';
import type { RelayMetrics } from './relay-metrics.ts';

export interface RelaySettings {
  /** Addresses that relays listen on. */
  readonly hosts: readonly string[];
  /** What tenants are told to connect to. */
  readonly publicHost: string;
  readonly ports: PortRange;
}

export interface RelayDeskDeps {
  readonly db: Database;
  readonly siteId: string;
  readonly brokerId: string;
  readonly actor: AuditActor;
  readonly settings: RelaySettings;
  readonly vault: { openAccountPassword(accountId: string, sealed: string): Secret };
  readonly clock: Clock;
  readonly randomInt: (max: number) => number;
  readonly log: Logger;
  readonly metrics: RelayMetrics;
}

export interface GrantToCarry {
  readonly grantId: string;
  readonly serverId: string;
  readonly organisationId: string;
}

export interface RelayDesk {
  /** Begins to look by itself, now and on schedule. */
  start(): void;
  /**
   * Opens the relay of a grant whose account is being made, so that its address is known when access is ready. It carries
   * nothing before the grant is active. @throws BrokerFault `no-relay-port`, `superseded`
   */
  prepare(grant: GrantToCarry): Promise<void>;
  /** Looks at these grants now. Never rejects. */
  look(grantIds: readonly string[]): Promise<void>;
  /** Looks at all grants of the site; calls that come while one runs are answered by one more. */
  lookAtAll(): void;
  /** A notice: looks if it is about a grant that is carried here. */
  heard(change: LiveChange): void;
  /** Cuts the relay of a grant that is over, if it is here, and writes down the sessions that were opened through it. */
  settle(grantId: string): Promise<void>;
  /** Cuts all relays and says so in their rows, for another broker to go on. */
  close(): Promise<void>;
}

interface Held {
  readonly grant: GrantToCarry;
  readonly relay: Relay;
  confirmedAt: number;
  /** What the counter said when it was last written down. */
  written: number;
}

interface Closing {
  readonly reason: RelayCloseReason;
  readonly relay: Relay;
  readonly at: number;
}

const tickMs = 5_000;
const ticksBetweenLooks = 3;
const unconfirmedMs = 120_000;
/** What a stop waits for the database at most. */
const lastWordsMs = 3_000;

export function createRelayDesk(deps: RelayDeskDeps): RelayDesk {
  const { db, siteId, brokerId, settings, clock, log, metrics } = deps;
  const held = new Map<string, Held>();
  const opening = new Map<string, Promise<RelayOpening | 'no-port'>>();
  const closing = new Map<string, Closing>();
  const sessions = new Map<string, Set<number>>();
  /** One question after the other: an answer that was overtaken must not undo a newer one. */
  const looks = createLane();
  const writes = createLane();
  const portCount = settings.ports.last - settings.ports.first + 1;
  let nextPort = deps.randomInt(portCount);
  let stopped = false;

  // --- opening

  function open(facts: RelayFacts): Promise<RelayOpening | 'no-port'> {
    const { grantId } = facts;
    const running = opening.get(grantId);
    if (running !== undefined) return running;
    const run = bindAndEnter(facts).finally(() => opening.delete(grantId));
    opening.set(grantId, run);
    return run;
  }

  async function bindAndEnter(facts: RelayFacts) {
    const before = facts.relay;
    const preferred = before?.host === settings.publicHost ? before.port : undefined;
    const start = nextPort;
    nextPort = (nextPort + 1) % portCount;
    for (const port of portsToTry(settings.ports, { preferred, start })) {
      if (stopped) return 'not-wanted';
      const front = await bindFront(settings.hosts, port);
      if (front === undefined) continue;
      const entered = await enter(facts, port, before !== null).catch(async (error: unknown) => {
        await front.close();
        throw error;
      });
      if (entered === 'opened') hold(facts, front);
      else await front.close();
      if (entered !== 'address-in-use') return entered;
    }
    return 'no-port';
  }

  function enter({ grantId, serverId, organisationId }: GrantToCarry, port: number, again: boolean) {
    const host = settings.publicHost;
    return openRelay(db, {
      grantId,
      brokerId,
      host,
      port,
      event: {
        type: 'relay.opened',
        actor: deps.actor,
        outcome: 'ok',
        organisationId,
        serverId,
        grantId,
        details: { host, port, again },
      },
    });
  }

  function hold(facts: RelayFacts, front: Front): void {
    const { grantId, serverId, organisationId, account } = facts;
    const counter = createRelayCounter(facts.relay?.counts);
    const relay = createRelay({
      front,
      clock,
      counter,
      password: account
        ? deps.vault.openAccountPassword(account.accountId, account.passwordForBroker)
        : undefined,
      knownSessions: facts.relay?.sessionIds,
      onSession: (bmcSessionId) => keepSession(grantId, bmcSessionId),
      onCarried(direction, bytes) {
        metrics.datagrams.inc({ direction });
        metrics.bytes.inc({ direction }, bytes);
      },
      onRefused: (reason) => metrics.refused.inc({ reason }),
      onCut: (reason) => release(grantId, reason),
    });
    held.set(grantId, {
      grant: { grantId, serverId, organisationId },
      relay,
      confirmedAt: clock.now(),
      written: counter.changes,
    });
    metrics.open.set(held.size);
    log.info({ grantId, port: relay.port }, 'a relay is open');
    if (stopped) void relay.cut('broker-stopping');
  }

  // --- looking

  async function look(grantIds: readonly string[]): Promise<void> {
    if (grantIds.length > 0) await ask({ grantIds, only: true });
  }

  function ask(which: { readonly grantIds: readonly string[]; readonly only?: boolean }): Promise<void> {
    return looks.enter(async () => {
      const askedAt = clock.now();
      try {
        const facts = await readRelayFacts(db.client, { siteId, ...which });
        for (const each of facts) apply(each, askedAt);
      } catch (error) {
        log.warn({ error: loggableError(error) }, 'open relays could not be re-checked');
      }
    });
  }

  function apply(facts: RelayFacts, askedAt: number): void {
    if (stopped) return;
    const { grantId } = facts;
    const here = held.get(grantId);
    const verdict = judgeRelay(facts);
    if (here === undefined) {
      // What was cut here and is not written down yet comes first.
      if (verdict.kind !== 'carry' || closing.has(grantId) || !isFreeFor(facts, brokerId)) return;
      void reopen(facts);
      return;
    }
    here.confirmedAt = askedAt;
    if (verdict.kind === 'cut') void here.relay.cut(verdict.reason);
    else if (!isCarriedBy(facts, brokerId)) void here.relay.cut('broker-gone');
    else if (verdict.kind === 'carry') {
      const { bmc, sources } = facts;
      here.relay.permit({ bmc, sources, secondsLeft: verdict.secondsLeft }, askedAt);
    }
  }

  async function reopen(facts: RelayFacts): Promise<void> {
    const { grantId } = facts;
    try {
      const result = await open(facts);
      if (result === 'opened') await look([grantId]);
      if (result === 'no-port') log.error({ grantId }, 'no port is free for a relay');
    } catch (error) {
      log.warn({ grantId, error: loggableError(error) }, 'a relay could not be opened');
    }
  }

  let running = false;
  let again = false;
  async function lookAtAll(): Promise<void> {
    again = true;
    if (running) return;
    running = true;
    while (again && !stopped) {
      again = false;
      await ask({ grantIds: [...held.keys()] });
    }
    running = false;
  }

  // --- writing down

  function keepSession(grantId: string, bmcSessionId: number): void {
    const waiting = sessions.get(grantId) ?? new Set();
    sessions.set(grantId, waiting.add(bmcSessionId));
    void writeDown();
  }

  function release(grantId: string, reason: RelayCloseReason): void {
    const here = held.get(grantId);
    if (here === undefined) return;
    held.delete(grantId);
    metrics.open.set(held.size);
    metrics.closed.inc({ reason });
    log.info({ grantId, reason }, 'a relay is cut');
    closing.set(grantId, { reason, relay: here.relay, at: clock.now() });
    void writeDown();
  }

  /** Writes what waits. Never rejects: what could not be written waits for the next time. */
  function writeDown(): Promise<void> {
    return writes.enter(async () => {
      try {
        await writeSessions();
        await writeClosings();
      } catch (error) {
        log.warn({ error: loggableError(error) }, 'what a relay saw is not written down yet');
      }
    });
  }

  async function writeSessions(): Promise<void> {
    for (const [grantId, ids] of sessions) {
      for (const sessionId of ids) {
        await recordRelaySession(db.client, { grantId, sessionId });
        ids.delete(sessionId);
      }
      if (ids.size === 0) sessions.delete(grantId);
    }
  }

  async function writeClosings(): Promise<void> {
    for (const [grantId, { reason, relay, at }] of closing) {
      await closeRelay(db, {
        grantId,
        brokerId,
        reason,
        actor: deps.actor,
        counts: relay.counter.read(),
        carriedSecondsAgo: secondsSince(relay.counter.lastCarriedAt),
        secondsAgo: (clock.now() - at) / 1_000,
      });
      closing.delete(grantId);
    }
  }

  async function writeCounts(): Promise<void> {
    const changed = [...held].filter(([, here]) => here.relay.counter.changes !== here.written);
    const relays = changed.map(([grantId, { relay }]) => ({
      grantId,
      counts: relay.counter.read(),
      carriedSecondsAgo: secondsSince(relay.counter.lastCarriedAt),
    }));
    const counted = changed.map(([, here]) => [here, here.relay.counter.changes] as const);
    await recordRelayCounts(db.client, { brokerId, relays });
    for (const [here, changes] of counted) here.written = changes;
  }

  function secondsSince(at: number | undefined): number | undefined {
    return at === undefined ? undefined : (clock.now() - at) / 1_000;
  }

  // --- time

  let ticks = 0;
  let timer: Timer | undefined;
  async function tick(): Promise<void> {
    for (const { relay, confirmedAt } of held.values()) {
      relay.dropIdle();
      if (clock.now() - confirmedAt > unconfirmedMs) void relay.cut('unconfirmed');
    }
    metrics.clients.set([...held.values()].reduce((sum, { relay }) => sum + relay.clients(), 0));
    await writeDown();
    try {
      await writeCounts();
      ticks += 1;
      if (ticks % ticksBetweenLooks !== 0) return;
      await closeOrphanedRelays(db, { siteId });
    } catch (error) {
      log.warn({ error: loggableError(error) }, 'the counts of relays are not written down yet');
    }
    void lookAtAll();
  }

  function tickLater(): void {
    timer = clock.after(tickMs, () => void tick().finally(() => !stopped && tickLater()));
  }

  return {
    start() {
      tickLater();
      void lookAtAll();
    },
    async prepare(grant) {
      if (held.has(grant.grantId)) return;
      const [facts] = await readRelayFacts(db.client, { siteId, grantIds: [grant.grantId], only: true });
      const result = facts === undefined ? 'not-wanted' : await open(facts);
      if (result === 'opened') return;
      if (result === 'no-port') {
        throw new BrokerFault(
          'no-relay-port',
          'No port is free for carried access on this broker. An admin has to give it more (POSTERN_RELAY_PORTS).',
        );
      }
      throw new BrokerFault('superseded', 'The access was ended while it was being made.', 'unknown');
    },
    look,
    lookAtAll: () => void lookAtAll(),
    heard({ subject, id, serverId }) {
      if (subject === 'grant' && held.has(id)) void look([id]);
      if (subject !== 'server') return;
      const grants = [...held.values()].filter(({ grant }) => grant.serverId === serverId);
      void look(grants.map(({ grant }) => grant.grantId));
    },
    async settle(grantId) {
      await look([grantId]);
      await held.get(grantId)?.relay.cut('grant-ended');
      await writeDown();
    },
    async close() {
      stopped = true;
      timer?.cancel();
      await Promise.all([...held.values()].map(({ relay }) => relay.cut('broker-stopping')));
      // One that is being opened cuts itself as soon as it is.
      const written = Promise.allSettled(opening.values()).then(writeDown);
      const limit = Promise.withResolvers<void>();
      const patience = clock.after(lastWordsMs, limit.resolve);
      await Promise.race([written, limit.promise]);
      patience.cancel();
    },
  };
}
