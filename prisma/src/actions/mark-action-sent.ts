import type { Tx } from '../client.ts';
import { isEntitled } from './entitlement.ts';

/**
 * Says that the command leaves now: from here on a lost answer means `unknown`, never a second send. Prolongs the
 * claim. False: the action is no longer ours, or whoever asked lost the right while it waited for its turn at the BMC;
 * nothing may be sent.
 */
export async function markActionSent(
  tx: Tx,
  claim: { readonly actionId: string; readonly brokerId: string; readonly claimSeconds: number },
): Promise<boolean> {
  const marked = await tx.$executeRaw`
    update action a set sent_at = coalesce(sent_at, clock_timestamp()),
           claimed_until = now() + make_interval(secs => ${claim.claimSeconds})
     where a.id = ${claim.actionId}::uuid and claimed_by = ${claim.brokerId}::uuid and state = 'running'
       and claimed_until > now() and (sent_at is not null or ${isEntitled})`;
  return marked === 1;
}
