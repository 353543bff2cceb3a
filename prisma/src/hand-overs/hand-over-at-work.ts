import type { HandOverLine } from '@postern/domain';
import type { Tx } from '../client.ts';

/** A hand-over that an action works on. */
export interface HandOverAtWork {
  readonly handOverId: string;
  readonly serverId: string;
  readonly organisationId: string | null;
  readonly requestedAt: Date;
  /** Failed ones so far. */
  readonly attempts: number;
  readonly items: readonly HandOverLine[];
}

/** `undefined`: it is closed, and nothing is to be done. */
export async function readOpenHandOver(tx: Tx, handOverId: string): Promise<HandOverAtWork | undefined> {
  const [row] = await tx.$queryRaw<HandOverAtWork[]>`
    select id as "handOverId", server_id as "serverId", organisation_id as "organisationId",
           requested_at as "requestedAt", attempts, items
      from hand_over where id = ${handOverId}::uuid and state = 'open'`;
  return row;
}

/** Asks for the attempts that are due. One at a time per server. */
export async function queueDueHandOvers(tx: Tx, { siteId }: { readonly siteId: string }): Promise<number> {
  const [row] = await tx.$queryRaw<{ queued: number }[]>`
    select queue_due_hand_overs(${siteId}::uuid) as queued`;
  return row?.queued ?? 0;
}

/** Keeps what an attempt found. False: the hand-over was closed meanwhile. */
export async function recordHandOverAttempt(
  tx: Tx,
  attempt: {
    readonly handOverId: string;
    readonly items: readonly HandOverLine[];
    /** Null: everything is done, and the hand-over is closed. */
    readonly retrySeconds: number | null;
  },
): Promise<boolean> {
  const { retrySeconds } = attempt;
  const recorded = await tx.$executeRaw`
    update hand_over
       set items = ${JSON.stringify(attempt.items)}::jsonb, attempted_at = clock_timestamp(),
           attempts = attempts + case when ${retrySeconds !== null} then 1 else 0 end,
           next_attempt_at = now() + make_interval(secs => ${retrySeconds ?? 0}::float8),
           state = case when ${retrySeconds === null} then 'done' else 'open' end,
           closed_at = case when ${retrySeconds === null} then clock_timestamp() end
     where id = ${attempt.handOverId}::uuid and state = 'open'`;
  return recorded === 1;
}

/** What of the former tenant's still lives on a server: grants asked for before, and consoles opened before. */
export async function countLeftBefore(
  tx: Tx,
  { serverId, before }: { readonly serverId: string; readonly before: Date },
): Promise<{ readonly grants: number; readonly consoles: number }> {
  const [left] = await tx.$queryRaw<{ grants: number; consoles: number }[]>`
    select (select count(*)::int from access_grant
             where server_id = ${serverId}::uuid and requested_at < ${before}::timestamptz
               and state in ('requested', 'provisioning', 'active', 'revoking')) as grants,
           (select count(*)::int from console_session
             where server_id = ${serverId}::uuid and opened_at < ${before}::timestamptz
               and closed_at is null) as consoles`;
  return left ?? { grants: 0, consoles: 0 };
}
