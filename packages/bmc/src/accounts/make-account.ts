import type { AccountAdmin } from '../capabilities.ts';
import { findEmptySlot } from './find-empty-slot.ts';
import { type AccountProofDependencies, proveAccount } from './prove-account.ts';
import { type NewAccount, writeAccount } from './write-account.ts';

export interface AccountToMake extends Omit<AccountProofDependencies, 'account'> {
  readonly account: Omit<NewAccount, 'slot'>;
  /** Slots that may be used; every one from 3 up when absent. */
  readonly allowedSlots?: readonly number[];
  /** Called before the first write: keep the place, so that whatever happens next can be cleaned up. */
  readonly onPlace?: (place: MadeAccount) => Promise<void>;
}

export interface MadeAccount {
  readonly username: string;
  /** Absent where accounts are named. */
  readonly slot?: number;
}

/**
 * Chooses a slot, writes the account, reads it back and logs in with it. A rejection with the outcome `unknown`, or
 * any after `onPlace`, may leave something on the BMC: `removeAccount` it. Two callers at once on one BMC may choose
 * one slot; the second then meets `slot-taken`. Rejects with `no-free-slot`, `slot-taken`, `not-kept`,
 * `login-not-working`, or what the BMC answered.
 */
export async function makeAccount(request: AccountToMake): Promise<MadeAccount> {
  const { accounts, account, onPlace } = request;
  const place = await choosePlace(accounts, account.username, request.allowedSlots);
  await onPlace?.(place);
  const placed = { ...account, ...place };
  await writeAccount(accounts, placed);
  await proveAccount({ ...request, account: placed });
  return place;
}

async function choosePlace(
  accounts: AccountAdmin,
  username: string,
  allowedSlots: readonly number[] | undefined,
): Promise<MadeAccount> {
  if (accounts.model === 'named') return { username };
  return { username, slot: await findEmptySlot(accounts, allowedSlots) };
}
