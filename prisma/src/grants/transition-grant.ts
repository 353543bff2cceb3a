import type { AuditEvent, GrantEndCause, nextGrantStates } from '@postern/domain';
import { eventColumns, eventValues } from '../audit/event-values.ts';
import type { Tx } from '../client.ts';
import { Prisma } from '../generated/client.ts';
import { assertLease } from '../leases/assert-lease.ts';
import type { LeaseHold } from '../leases/take-lease.ts';

type Moves = typeof nextGrantStates;
type FromState = { [S in keyof Moves]: Moves[S][number] extends never ? never : S }[keyof Moves];

/** What may change together with the state. Absent: left as it is. */
export interface GrantChange {
  readonly endCause?: GrantEndCause;
  readonly endRequestedById?: string | null;
  readonly lastErrorCode?: string | null;
  readonly lastError?: string | null;
}

/**
 * Moves a grant from one state to another if it is still there, and records it, in one statement. False: somebody else
 * has moved it, and nothing was written. With `fence`, the lease of its BMC must be ours.
 * @throws LeaseLostError
 */
export async function transitionGrant<From extends FromState>(
  tx: Tx,
  move: {
    readonly grantId: string;
    readonly from: From;
    readonly to: Moves[From][number];
    readonly set?: GrantChange;
    readonly fence?: LeaseHold;
    readonly event: AuditEvent;
  },
): Promise<boolean> {
  if (move.fence !== undefined) await assertLease(tx, move.fence);
  const { event } = move;
  const moved = await tx.$queryRaw<unknown[]>`
    with moved as (
      update access_grant set state = ${move.to}${assignments(move.set ?? {})}
       where id = ${move.grantId}::uuid and state = ${move.from}
      returning id, server_id, organisation_id)
    insert into audit_event (${eventColumns}, organisation_id, server_id, grant_id)
    select ${eventValues(event)}, moved.organisation_id, moved.server_id, moved.id from moved
    returning seq`;
  return moved.length === 1;
}

function assignments(change: GrantChange): Prisma.Sql {
  const columns = [
    change.endCause === undefined ? [] : [Prisma.sql`, end_cause = ${change.endCause}`],
    change.endRequestedById === undefined
      ? []
      : [Prisma.sql`, end_requested_by_id = ${change.endRequestedById}::uuid`],
    change.lastErrorCode === undefined ? [] : [Prisma.sql`, last_error_code = ${change.lastErrorCode}::text`],
    change.lastError === undefined ? [] : [Prisma.sql`, last_error = ${change.lastError}::text`],
  ].flat();
  return columns.length === 0 ? Prisma.empty : Prisma.join(columns, '');
}
