import type { HandOverState } from '@postern/domain';
import type { Tx } from '../client.ts';

/** The last hand-over of a server, for its page. */
export interface HandOverRow {
  readonly id: string;
  readonly state: HandOverState;
  readonly organisationId: string | null;
  readonly requestedByName: string;
  readonly reason: string | null;
  readonly requestedAt: Date;
  readonly attempts: number;
  readonly attemptedAt: Date | null;
  readonly nextAttemptAt: Date;
  /** `HandOverLine`s, as stored. */
  readonly items: unknown;
  readonly closedAt: Date | null;
  readonly closedByName: string | null;
  readonly overrideReason: string | null;
}

export async function readLastHandOver(tx: Tx, serverId: string): Promise<HandOverRow | null> {
  const [row] = await tx.$queryRaw<HandOverRow[]>`
    select h.id, h.state, h.organisation_id as "organisationId", asked.name as "requestedByName", h.reason,
           h.requested_at as "requestedAt", h.attempts, h.attempted_at as "attemptedAt",
           h.next_attempt_at as "nextAttemptAt", h.items, h.closed_at as "closedAt", closer.name as "closedByName",
           h.override_reason as "overrideReason"
      from hand_over h
      join app_user asked on asked.id = h.requested_by_id
      left join app_user closer on closer.id = h.closed_by_id
     where h.server_id = ${serverId}::uuid
     order by h.requested_at desc limit 1`;
  return row ?? null;
}
