/**
 * Asks the database again about consoles that are open: at every notice, and every 15 s in case a notice was lost.
 * While the database is away the deadlines hold by themselves; a console whose permission nobody could confirm for
 * two minutes is closed, as it may have been taken away where this broker cannot hear it.
 */
import { type Database, readConsoleFacts } from '@postern/database';
import { type Logger, loggableError } from '../logging.ts';
import { judgeConsole } from './authority.ts';
import type { Clock, Timer } from './clock.ts';
import type { ConsoleSession } from './console-session.ts';
import type { ConsoleRegistry } from './registry.ts';

export interface Recheck {
  /** Looks at these consoles now. Never rejects. */
  look(sessions: readonly ConsoleSession[]): Promise<void>;
  /** Looks at all of them; calls that come while one runs are answered by one more. */
  lookAtAll(): void;
  stop(): void;
}

const everyMs = 15_000;
const unconfirmedMs = 120_000;

export function createRecheck(options: {
  readonly db: Database;
  readonly registry: ConsoleRegistry;
  readonly clock: Clock;
  readonly log: Logger;
  /** A grant's end moved. */
  readonly onMoved: (grantId: string) => void;
}): Recheck {
  const { db, registry, clock, log, onMoved } = options;
  const confirmedAt = new WeakMap<ConsoleSession, number>();
  let timer: Timer | undefined;

  async function look(sessions: readonly ConsoleSession[]): Promise<void> {
    if (sessions.length === 0) return;
    const askedAt = clock.now();
    try {
      const facts = await readConsoleFacts(
        db.client,
        sessions.map(({ subject }) => subject),
      );
      const byKey = new Map(facts.map((each) => [each.key, each]));
      const moved = new Set<string>();
      for (const session of sessions) {
        confirmedAt.set(session, askedAt);
        const { key, grantId } = session.subject;
        const found = byKey.get(key);
        if (found === undefined) session.close('grant-revoked', 'its user, sign-in or server is gone');
        else if (
          session.apply(judgeConsole(found, grantId, session.isOpen() ? 'open' : 'opening'), askedAt) &&
          grantId
        )
          moved.add(grantId);
      }
      for (const grantId of moved) onMoved(grantId);
    } catch (error) {
      log.warn(
        { error: loggableError(error), count: sessions.length },
        'open consoles could not be re-checked',
      );
    }
  }

  let running = false;
  let again = false;
  async function lookAtAll(): Promise<void> {
    again = true;
    if (running) return;
    running = true;
    while (again) {
      again = false;
      await look(registry.all());
    }
    running = false;
  }

  function closeUnconfirmed(): void {
    for (const session of registry.all()) {
      const since = confirmedAt.get(session);
      if (since === undefined) confirmedAt.set(session, clock.now());
      else if (clock.now() - since > unconfirmedMs) session.close('broker-stopping', 'the database is away');
    }
  }

  function tick(): void {
    timer = clock.after(everyMs, () => {
      closeUnconfirmed();
      void lookAtAll();
      tick();
    });
  }
  tick();

  return { look, lookAtAll: () => void lookAtAll(), stop: () => timer?.cancel() };
}
