import {
  type ConsoleFacts,
  type ConsoleSubject,
  type Database,
  readConsoleFacts,
  redeemConsoleTicket,
  type TicketClaims,
} from '@postern/database';
import { type ConsoleCloseReason, hashTicket } from '@postern/domain';
import { type ConsoleVerdict, isReadOnly, judgeConsole } from './authority.ts';
import type { Clock } from './clock.ts';
import type { ConsoleJournal } from './journal.ts';

export interface RedeemedTicket {
  readonly ok: true;
  readonly claims: TicketClaims;
  readonly facts: ConsoleFacts;
  readonly verdict: ConsoleVerdict;
  /** The clock's instant before the database was asked; see `Deadline.move`. */
  readonly askedAt: number;
}

export interface RefusedTicket {
  readonly ok: false;
  readonly reason: ConsoleCloseReason;
  readonly cause: string;
}

/**
 * Uses up a ticket and checks everything behind it, in one transaction with the audit line of a refusal.
 * A text that was never a ticket leaves no line: anybody could fill the audit log with those.
 */
export async function redeemTicket(
  token: string,
  key: string,
  deps: {
    readonly db: Database;
    readonly brokerId: string;
    readonly journal: ConsoleJournal;
    readonly clock: Clock;
  },
): Promise<RedeemedTicket | RefusedTicket> {
  const { db, brokerId, journal, clock } = deps;
  const tokenHash = hashTicket(token);
  const askedAt = clock.now();
  return db.transaction(async (tx) => {
    const redemption = await redeemConsoleTicket(tx, { tokenHash, brokerId });
    if (!redemption.ok && redemption.why === 'unknown') return refusal('ticket-refused', 'ticket-unknown');
    const { claims } = redemption;
    const [facts] = await readConsoleFacts(tx, [subjectOf(claims, key)]);
    const refuse = async (reason: ConsoleCloseReason, cause: string) => {
      await journal.refused(tx, { claims, facts, cause, outcome: 'refused' });
      return refusal(reason, cause);
    };
    if (!redemption.ok) return refuse('ticket-refused', `ticket-${redemption.why}`);
    if (facts === undefined) return refuse('ticket-refused', 'ticket-without-owner');
    const verdict = judgeConsole(facts, claims.grantId, 'opening');
    if (!verdict.allowed) return refuse(verdict.reason, verdict.cause);
    const readOnly = isReadOnly(facts, claims);
    return { ok: true, claims: { ...claims, readOnly }, facts, verdict, askedAt };
  });
}

export function subjectOf(claims: TicketClaims, key: string): ConsoleSubject {
  const { serverId, grantId, userId, webSessionId } = claims;
  return { key, serverId, grantId, userId, webSessionId };
}

function refusal(reason: ConsoleCloseReason, cause: string): RefusedTicket {
  return { ok: false, reason, cause };
}
