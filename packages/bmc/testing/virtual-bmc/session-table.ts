import { randomInt } from 'node:crypto';
import type { Clock } from '../../src/clock.ts';
import type { CipherSuite } from '../../src/ipmi/crypto/cipher-suite.ts';
import type { RakpExchange, SessionKeys } from '../../src/ipmi/crypto/rakp-codes.ts';
import type { Faults } from '../faults.ts';
import type { Habit } from '../vendors/habits.ts';
import { createReplayWindow, type ReplayWindow } from './replay-window.ts';

export interface Remote {
  readonly address: string;
  readonly port: number;
}

/** A handshake on its way. It holds a session slot, as real ones do. */
export interface PendingSession {
  readonly id: number;
  readonly remoteId: number;
  readonly suite: CipherSuite;
  readonly startedMs: number;
  /** Set by RAKP message 1. */
  exchange?: RakpExchange;
  slot?: number;
}

/** An established session, as this BMC keeps it. */
export interface VirtualSession {
  readonly id: number;
  readonly remoteId: number;
  /** 1 to the session limit: the short name under which others may close it. */
  readonly handle: number;
  readonly slot: number;
  readonly username: string;
  readonly keys: SessionKeys;
  readonly remote: Remote;
  readonly maxPrivilege: number;
  readonly window: ReplayWindow;
  privilege: number;
  sequence: number;
  lastActivityMs: number;
  /** Network function, command and number of the last request, to know a repeat by. */
  lastRequest: string;
}

export interface SessionTable {
  open(request: { remoteId: number; suite: CipherSuite }): PendingSession | undefined;
  pending(id: number): PendingSession | undefined;
  /** A handshake that failed gives its slot back. */
  abandon(id: number): void;
  establish(pending: PendingSession, established: EstablishedFields): VirtualSession;
  active(id: number): VirtualSession | undefined;
  list(): readonly VirtualSession[];
  /** Handshakes and sessions together. */
  readonly used: number;
  end(session: VirtualSession): void;
  endAll(): void;
}

export type EstablishedFields = Pick<
  VirtualSession,
  'slot' | 'username' | 'keys' | 'remote' | 'maxPrivilege' | 'privilege'
>;

export interface SessionTableOptions {
  readonly clock: Clock;
  readonly habit: Habit;
  readonly faults: Faults;
  readonly onEnd: (session: VirtualSession) => void;
}

/** Sessions of one BMC. Idle ones and stale handshakes are dropped when anybody looks. */
export function createSessionTable({ clock, habit, faults, onEnd }: SessionTableOptions): SessionTable {
  const handshakes = new Map<number, PendingSession>();
  const sessions = new Map<number, VirtualSession>();

  function end(session: VirtualSession): void {
    if (sessions.delete(session.id)) onEnd(session);
  }

  function dropStale(): void {
    const nowMs = clock.now();
    for (const pending of handshakes.values()) {
      if (nowMs - pending.startedMs >= habit.handshakeMs) handshakes.delete(pending.id);
    }
    for (const session of sessions.values()) {
      if (nowMs - session.lastActivityMs >= habit.sessionIdleMs) end(session);
    }
  }

  function freeHandle(): number {
    const taken = new Set([...sessions.values()].map((session) => session.handle));
    let handle = 1;
    while (taken.has(handle)) handle += 1;
    return handle;
  }

  return {
    open({ remoteId, suite }) {
      dropStale();
      if (faults.sessionsFull || handshakes.size + sessions.size >= habit.sessionLimit) return undefined;
      const pending = { id: freshId(handshakes, sessions), remoteId, suite, startedMs: clock.now() };
      handshakes.set(pending.id, pending);
      return pending;
    },
    pending(id) {
      dropStale();
      return handshakes.get(id);
    },
    abandon: (id) => void handshakes.delete(id),
    establish(pending, fields) {
      handshakes.delete(pending.id);
      const session: VirtualSession = {
        ...fields,
        id: pending.id,
        remoteId: pending.remoteId,
        handle: freeHandle(),
        window: createReplayWindow(),
        sequence: 0,
        lastActivityMs: clock.now(),
        lastRequest: '',
      };
      sessions.set(session.id, session);
      return session;
    },
    active(id) {
      dropStale();
      return sessions.get(id);
    },
    list() {
      dropStale();
      return [...sessions.values()];
    },
    get used() {
      dropStale();
      return handshakes.size + sessions.size;
    },
    end,
    endAll() {
      handshakes.clear();
      for (const session of [...sessions.values()]) end(session);
    },
  };
}

function freshId(...taken: readonly ReadonlyMap<number, unknown>[]): number {
  for (;;) {
    const id = randomInt(1, 2 ** 32);
    if (!taken.some((table) => table.has(id))) return id;
  }
}
