/**
 * The steps of a login that is being replaced. Each is a door in the database: what is the login can be neither written
 * nor forgotten past them. Call them under the BMC's lease, in a transaction that asserts it.
 */
import type { Tx } from '../client.ts';

/** Stores the next login before the BMC hears of it. False: another one is pending already, or there is none to replace. */
export async function holdPendingLogin(
  tx: Tx,
  { bmcId, sealed }: { readonly bmcId: string; readonly sealed: string },
): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ held: boolean }[]>`
    select hold_pending_login(${bmcId}::uuid, ${sealed}) as held`;
  return row?.held ?? false;
}

/** From here on the BMC may hold the pending one. False: none is pending any more. */
export async function markPendingLoginSent(tx: Tx, { bmcId }: { readonly bmcId: string }): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ marked: boolean }[]>`
    select mark_pending_login_sent(${bmcId}::uuid) as marked`;
  return row?.marked ?? false;
}

/** The pending one was seen to work. False: none is pending any more. */
export async function swapPendingLogin(tx: Tx, { bmcId }: { readonly bmcId: string }): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ swapped: boolean }[]>`
    select swap_pending_login(${bmcId}::uuid) as swapped`;
  return row?.swapped ?? false;
}

/** `login-pending`: the BMC was seen to hold the other one. `login-former`: it was seen refused. */
export async function forgetLogin(
  tx: Tx,
  { bmcId, kind }: { readonly bmcId: string; readonly kind: 'login-pending' | 'login-former' },
): Promise<void> {
  await tx.$executeRaw`select forget_login(${bmcId}::uuid, ${kind})`;
}

/** Asks for the rotations that a site's schedule wants now. */
export async function queueDueRotations(tx: Tx, { siteId }: { readonly siteId: string }): Promise<number> {
  const [row] = await tx.$queryRaw<{ queued: number }[]>`
    select queue_due_rotations(${siteId}::uuid) as queued`;
  return row?.queued ?? 0;
}
