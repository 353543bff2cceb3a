import type { Tx } from '../client.ts';

/** Slots of a BMC that carry an account which is not proven gone, or a leftover of one. */
export async function listTakenSlots(tx: Tx, { bmcId }: { readonly bmcId: string }): Promise<number[]> {
  const accounts = await tx.account.findMany({
    where: { bmcId, OR: [{ goneAt: null }, { tainted: true }] },
    select: { slot: true },
    orderBy: { slot: 'asc' },
  });
  return accounts.flatMap(({ slot }) => slot ?? []);
}
