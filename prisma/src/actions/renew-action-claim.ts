import type { Tx } from '../client.ts';

/** Prolongs the claim on a running action. False: it is no longer ours. */
export async function renewActionClaim(
  tx: Tx,
  claim: { readonly actionId: string; readonly brokerId: string; readonly claimSeconds: number },
): Promise<boolean> {
  const renewed = await tx.$executeRaw`
    update action set claimed_until = now() + make_interval(secs => ${claim.claimSeconds})
     where id = ${claim.actionId}::uuid and claimed_by = ${claim.brokerId}::uuid and state = 'running'
       and claimed_until > now()`;
  return renewed === 1;
}
