import type { Tx } from '../client.ts';

/** Prolongs the claim on a grant. False: it is no longer ours, or the grant is no longer in that state. */
export async function renewGrantClaim(
  tx: Tx,
  claim: {
    readonly grantId: string;
    readonly brokerId: string;
    /** `provisioning` stands for `requested` as well: the intent row moves one to the other under the same claim. */
    readonly state: 'provisioning' | 'revoking';
    readonly claimSeconds: number;
  },
): Promise<boolean> {
  const states = claim.state === 'revoking' ? ['revoking'] : ['requested', 'provisioning'];
  const renewed = await tx.$executeRaw`
    update access_grant set claimed_until = now() + make_interval(secs => ${claim.claimSeconds})
     where id = ${claim.grantId}::uuid and claimed_by = ${claim.brokerId}::uuid and state = any (${states}::text[])
       and claimed_until > now()`;
  return renewed === 1;
}
