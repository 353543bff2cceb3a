import type { AuditEvent, nextActionStates } from '@postern/domain';
import { eventColumns, eventValues } from '../audit/event-values.ts';
import type { Tx } from '../client.ts';
import { Prisma } from '../generated/client.ts';

type Moves = typeof nextActionStates;

/**
 * Ends an action if it is still in `from`, and records it, in one statement. False: somebody else has moved it, or it
 * is not `brokerId`'s, and nothing was written.
 */
export async function transitionAction<From extends 'requested' | 'running'>(
  tx: Tx,
  move: {
    readonly actionId: string;
    readonly from: From;
    readonly to: Exclude<Moves[From][number], 'running'>;
    /** Given: the action must be claimed by this broker. */
    readonly brokerId?: string;
    /** Plain JSON. */
    readonly result?: unknown;
    readonly errorCode?: string | null;
    /** For people. */
    readonly error?: string | null;
    readonly event: AuditEvent;
  },
): Promise<boolean> {
  const { event } = move;
  const result = move.result == null ? null : JSON.stringify(move.result);
  const ours =
    move.brokerId === undefined ? Prisma.empty : Prisma.sql`and claimed_by = ${move.brokerId}::uuid`;
  const moved = await tx.$queryRaw<unknown[]>`
    with moved as (
      update action
         set state = ${move.to}, finished_at = clock_timestamp(), claimed_until = null, result = ${result}::jsonb,
             error_code = ${move.errorCode ?? null}::text, error = ${move.error ?? null}::text
       where id = ${move.actionId}::uuid and state = ${move.from} ${ours}
      returning server_id, organisation_id)
    insert into audit_event (${eventColumns}, organisation_id, server_id, grant_id)
    select ${eventValues(event)}, moved.organisation_id, moved.server_id, ${event.grantId ?? null}::uuid from moved
    returning seq`;
  return moved.length === 1;
}
