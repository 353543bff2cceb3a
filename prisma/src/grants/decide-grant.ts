import type { Tx } from '../client.ts';

/** Who decides on a request that waits for an approval. */
export interface GrantDecision {
  readonly grantId: string;
  readonly byUserId: string;
}

/** Lets the brokers make it. False: it waits no longer, or its time to be approved is over by the database's clock. */
export async function approveGrant(tx: Tx, { grantId, byUserId }: GrantDecision): Promise<boolean> {
  const approved = await tx.$executeRaw`
    update access_grant set state = 'requested', decided_at = now(), decided_by_id = ${byUserId}::uuid
     where id = ${grantId}::uuid and state = 'awaiting-approval' and approval_until > clock_timestamp()`;
  return approved === 1;
}

/** Denies it, with a reason for the tenant. False: it waits no longer. */
export async function declineGrant(
  tx: Tx,
  { grantId, byUserId, reason }: GrantDecision & { readonly reason: string },
): Promise<boolean> {
  const declined = await tx.$executeRaw`
    update access_grant
       set state = 'denied', end_cause = 'declined-by-staff', decision_reason = ${reason}, decided_at = now(),
           decided_by_id = ${byUserId}::uuid
     where id = ${grantId}::uuid and state = 'awaiting-approval'`;
  return declined === 1;
}
