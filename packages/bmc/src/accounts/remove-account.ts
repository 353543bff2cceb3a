import type { AccountAdmin } from '../capabilities.ts';
import type { Removal, RemovalOf } from './removal.ts';
import { removeNamedAccount } from './remove-named-account.ts';
import { removeSlotAccount } from './remove-slot-account.ts';
import { slotOf } from './write-account.ts';

/**
 * Disable, remove privilege, scramble, blank, end sessions; then read back and see the old login refused. Each step
 * is tried whatever became of the one before. An account that is absent counts as removed once that is proven; a slot
 * that carries the name of somebody else is never touched.
 *
 * Resolves to the proof, or to what stands in its way: call it again until it is proven. Rejects only with what is not
 * a `BmcError`, thrown by the caller's own functions (a lease that was lost, say): that stops everything.
 */
export async function removeAccount(
  request: RemovalOf<AccountAdmin, { readonly username: string; readonly slot?: number }>,
): Promise<Removal> {
  const { accounts, account } = request;
  if (accounts.model === 'named') return removeNamedAccount({ ...request, accounts });
  return removeSlotAccount({ ...request, accounts, account: { ...account, slot: slotOf(account) } });
}
