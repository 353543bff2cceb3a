import type { Tx } from '../client.ts';

/** A slot was seen empty: the leftover of an old account is gone, and the slot may be used again. */
export async function clearTaint(
  tx: Tx,
  { bmcId, slot }: { readonly bmcId: string; readonly slot: number },
): Promise<void> {
  await tx.account.updateMany({
    where: { bmcId, slot, tainted: true, goneAt: { not: null } },
    data: { tainted: false },
  });
}
