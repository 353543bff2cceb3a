import type { Tx } from '../client.ts';

/**
 * Shows what is known so far of a running action, in place of what was shown before, and prolongs the claim. `result`
 * is plain JSON; the end writes its own. False: the action is no longer ours, and the work on it ends here.
 */
export async function recordActionProgress(
  tx: Tx,
  progress: {
    readonly actionId: string;
    readonly brokerId: string;
    readonly claimSeconds: number;
    readonly result: unknown;
  },
): Promise<boolean> {
  const recorded = await tx.$executeRaw`
    update action set result = ${JSON.stringify(progress.result)}::jsonb,
           claimed_until = now() + make_interval(secs => ${progress.claimSeconds})
     where id = ${progress.actionId}::uuid and claimed_by = ${progress.brokerId}::uuid and state = 'running'
       and claimed_until > now()`;
  return recorded === 1;
}
