/** Rows and audit lines of consoles. A console may outlive the database for a while; what could not be written waits. */
import {
  appendAuditEvent,
  type ConsoleFacts,
  closeAbandonedConsoles,
  type Database,
  recordClosedConsole,
  recordOpenedConsole,
  type TicketClaims,
  type Tx,
} from '@postern/database';
import type { AuditEvent, ConsoleCloseReason, ConsoleEngine } from '@postern/domain';
import { type Logger, loggableError } from '../logging.ts';
import type { Clock, Timer } from './clock.ts';
import type { ConsoleClosed } from './console-session.ts';

/** What the lines about one console have in common. */
export interface ConsoleRecord {
  readonly id: string;
  readonly facts: ConsoleFacts;
  readonly claims: TicketClaims;
}

export interface ConsoleJournal {
  /** In the caller's transaction, before the viewer sees anything. */
  opened(tx: Tx, record: ConsoleRecord, engine: ConsoleEngine): Promise<void>;
  /** Written now or as soon as the database is back. */
  closed(record: ConsoleRecord, closed: ConsoleClosed, openedAt: number): void;
  refused(tx: Tx, refusal: ConsoleRefusal): Promise<void>;
  /** Closes what an earlier life of this broker left open. */
  closeAbandoned(): Promise<void>;
  /** Tries once more to write what waits, for `timeoutMs` at most. */
  stop(timeoutMs: number): Promise<void>;
}

export interface ConsoleRefusal {
  readonly claims: TicketClaims;
  /** Absent when the ticket itself was refused. */
  readonly facts: ConsoleFacts | undefined;
  readonly cause: string;
  readonly outcome: 'refused' | 'failed';
}

const retryMs = 5000;

export function createConsoleJournal(options: {
  readonly db: Database;
  readonly brokerId: string;
  readonly clock: Clock;
  readonly log: Logger;
}): ConsoleJournal {
  const { db, brokerId, clock, log } = options;
  const waiting = new Set<() => Promise<void>>();
  const running = new Set<Promise<void>>();
  let timer: Timer | undefined;
  let stopped = false;

  function attempt(write: () => Promise<void>): void {
    const run = write()
      .then(() => void waiting.delete(write))
      .catch((error: unknown) => {
        log.warn(
          { error: loggableError(error), count: waiting.size },
          'a closed console is not written down yet',
        );
        if (!stopped) timer ??= clock.after(retryMs, retry);
      })
      .finally(() => running.delete(run));
    running.add(run);
  }

  function retry(): void {
    timer = undefined;
    for (const write of waiting) attempt(write);
  }

  async function writeClosed(record: ConsoleRecord, closed: ConsoleClosed, openedAt: number): Promise<void> {
    const { reason, bytesToViewer, at } = closed;
    const secondsAgo = (clock.now() - at) / 1000;
    await db.transaction(async (tx) => {
      if (!(await recordClosedConsole(tx, { id: record.id, reason, bytesToViewer, secondsAgo }))) return;
      const seconds = Math.round((at - openedAt) / 1000);
      await appendAuditEvent(tx, lineOf(record, 'console.closed', { reason, bytesToViewer, seconds }));
    });
  }

  return {
    async opened(tx, record, engine) {
      const { id, claims } = record;
      const { serverId, grantId, userId, kind, readOnly } = claims;
      await recordOpenedConsole(tx, { id, serverId, grantId, userId, brokerId, kind, engine, readOnly });
      await appendAuditEvent(
        tx,
        lineOf(record, 'console.opened', { engine, kind, readOnly, reason: claims.reason }),
      );
    },
    closed(record, closed, openedAt) {
      const write = () => writeClosed(record, closed, openedAt);
      waiting.add(write);
      attempt(write);
    },
    async refused(tx, { claims, facts, cause, outcome }) {
      await appendAuditEvent(tx, {
        type: 'console.refused',
        outcome,
        actor: facts
          ? { kind: 'user', id: claims.userId, name: facts.viewer.name }
          : { kind: 'anonymous', name: 'holder of a console ticket' },
        sourceAddress: claims.sourceAddress ?? undefined,
        organisationId: facts?.server.organisationId ?? undefined,
        serverId: claims.serverId,
        grantId: claims.grantId ?? undefined,
        details: { cause, kind: claims.kind, ticketId: claims.ticketId },
      });
    },
    async closeAbandoned() {
      const reason: ConsoleCloseReason = 'broker-stopping';
      await db.transaction(async (tx) => {
        for (const left of await closeAbandonedConsoles(tx, { brokerId, reason })) {
          await appendAuditEvent(tx, {
            type: 'console.closed',
            outcome: 'ok',
            actor: { kind: 'user', id: left.userId, name: left.userName },
            organisationId: left.organisationId ?? undefined,
            serverId: left.serverId,
            grantId: left.grantId ?? undefined,
            details: { consoleSessionId: left.id, reason, foundAtStart: true },
          });
        }
      });
    },
    async stop(timeoutMs) {
      stopped = true;
      timer?.cancel();
      retry();
      const { promise, resolve } = Promise.withResolvers<void>();
      const limit = clock.after(timeoutMs, resolve);
      await Promise.race([Promise.all(running), promise]);
      limit.cancel();
    },
  };
}

function lineOf(
  { id, facts, claims }: ConsoleRecord,
  type: 'console.opened' | 'console.closed',
  details: Record<string, string | number | boolean | null>,
): AuditEvent {
  return {
    type,
    outcome: 'ok',
    actor: { kind: 'user', id: facts.viewer.userId, name: facts.viewer.name },
    sourceAddress: claims.sourceAddress ?? undefined,
    organisationId: facts.server.organisationId ?? undefined,
    serverId: facts.server.id,
    grantId: claims.grantId ?? undefined,
    details: { consoleSessionId: id, ...details },
  };
}
