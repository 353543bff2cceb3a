import type { Tx } from '../client.ts';

/** Stores a new password's hash in place of `from`. `false`: the stored one is another by now. */
export async function replacePassword(
  tx: Tx,
  userId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<boolean> {
  const changed = await tx.$executeRaw`
    update app_user set password_hash = ${to} where id = ${userId}::uuid and password_hash = ${from}`;
  return changed === 1;
}
