import type { Tx } from '../client.ts';

/** Gives a claim back; the grant is looked at again after `retrySeconds`. Does nothing when the claim is not ours. */
export async function releaseGrantClaim(
  tx: Tx,
  claim: { readonly grantId: string; readonly brokerId: string; readonly retrySeconds: number },
): Promise<void> {
  await tx.$executeRaw`
    update access_grant
       set claimed_by = null, claimed_until = null,
           -- A grant that was moved meanwhile is due at once: its new work has not waited yet.
           next_attempt_at = case when state = 'revoking' then least(next_attempt_at, now())
                                  else now() + make_interval(secs => ${claim.retrySeconds}) end
     where id = ${claim.grantId}::uuid and claimed_by = ${claim.brokerId}::uuid`;
}
