import type { Tx } from '../client.ts';

/** Whether an account of ours ever logged in to a BMC: then it keeps passwords of the length that Postern makes. */
export async function wasPasswordProven(tx: Tx, { bmcId }: { readonly bmcId: string }): Promise<boolean> {
  const verified = await tx.account.findFirst({
    where: { bmcId, verifiedAt: { not: null } },
    select: { id: true },
  });
  return verified !== null;
}
