import type { Tx } from '../client.ts';

/** Keeps a permanent grant until a new date of review. False: it is not permanent, or not active any more. */
export async function confirmGrant(
  tx: Tx,
  { grantId, reviewAt }: { readonly grantId: string; readonly reviewAt: Date },
): Promise<boolean> {
  const confirmed = await tx.$executeRaw`
    update access_grant set review_at = ${reviewAt}::timestamptz
     where id = ${grantId}::uuid and permanent and state = 'active'`;
  return confirmed === 1;
}
