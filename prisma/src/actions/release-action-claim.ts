import type { Tx } from '../client.ts';

/** A running action of which nothing was sent may be claimed again after this long. */
const retrySeconds = 1;

/** Gives an action back unsent. Does nothing when it was sent or is not ours. */
export async function releaseActionClaim(
  tx: Tx,
  { actionId, brokerId }: { readonly actionId: string; readonly brokerId: string },
): Promise<void> {
  await tx.$executeRaw`
    update action set claimed_until = now() + make_interval(secs => ${retrySeconds})
     where id = ${actionId}::uuid and claimed_by = ${brokerId}::uuid and state = 'running' and sent_at is null`;
}
