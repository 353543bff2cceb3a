/** Puts one account on a BMC. Knows the order of writes; knows no protocol. */
import type { AccountAdmin, AccountSlot, NamedAccounts, SlotAccounts } from '../capabilities.ts';
import { BmcError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import { settle } from './settle.ts';
import { mayWrite, type SlotPlace } from './slot-account.ts';

/** `slot` is needed where accounts are slots, and ignored where they are named. */
export interface NewAccount {
  readonly username: string;
  readonly slot?: number;
  readonly password: Secret;
  readonly privilege: 'user' | 'operator' | 'administrator';
}

/**
 * Writes name, password, privilege, serial access, and enables the account. Can be repeated on a half-made account of
 * the same name. Rejects with `slot-taken` when the slot carries the name of somebody else, `misuse`, or what the BMC
 * answered. Prove it afterwards: `proveAccount`.
 */
export async function writeAccount(accounts: AccountAdmin, account: NewAccount): Promise<void> {
  if (accounts.model === 'named') return writeNamed(accounts, account);
  return writeSlot(accounts, { ...account, slot: slotOf(account) });
}

/** @throws BmcError `misuse` for an account without a slot. */
export function slotOf({ slot }: { readonly slot?: number }): number {
  if (slot !== undefined) return slot;
  throw new BmcError('misuse', 'This BMC keeps its users in slots: the account needs one.', {
    outcome: 'not-applied',
    retry: 'never',
  });
}

/** The order that most firmware takes (MAAS's): some refuse a privilege before a name, or enabling before a password. */
async function writeSlot(accounts: SlotAccounts, account: NewAccount & SlotPlace): Promise<void> {
  const { slot, username, password, privilege } = account;
  const found = await accounts.readSlot(slot);
  if (!mayWrite(found, account)) throw slotTaken(slot);
  if (found.name !== username) {
    await settle(
      () => accounts.setName(slot, username),
      async () => nameStands(await accounts.readSlot(slot), account),
    );
  }
  // A password cannot be read back; setting the same one twice harms nobody.
  await settle(
    () => accounts.setPassword(slot, password),
    async () => false,
  );
  await settle(
    () => accounts.setPrivilege(slot, privilege),
    async () => (await accounts.readSlot(slot)).privilege === privilege,
  );
  await settle(
    () => accounts.setSerialAccess(slot, true),
    async () => false,
  );
  await settle(
    () => accounts.enable(slot),
    async () => (await accounts.readSlot(slot)).state === 'enabled',
  );
}

function nameStands(entry: AccountSlot, account: SlotPlace): boolean {
  if (!mayWrite(entry, account)) throw slotTaken(account.slot);
  return entry.name === account.username;
}

/** An account of that name that is there already is ours, half made: whether its password arrived, nobody knows. */
async function writeNamed(accounts: NamedAccounts, account: NewAccount): Promise<void> {
  const { username: name, password, privilege } = account;
  if ((await accounts.find(name)) === undefined) {
    await settle(
      () => accounts.create({ name, password, privilege }),
      async () => (await accounts.find(name)) !== undefined,
    );
    return;
  }
  await settle(
    () => accounts.setPassword(name, password),
    async () => false,
  );
  await settle(
    () => accounts.setPrivilege(name, privilege),
    async () => (await accounts.find(name))?.privilege === privilege,
  );
  await settle(
    () => accounts.enable(name),
    async () => (await accounts.find(name))?.state === 'enabled',
  );
}

function slotTaken(slot: number): BmcError {
  return new BmcError('slot-taken', `Another tool took slot ${slot} of this BMC at the same moment.`, {
    outcome: 'not-applied',
    retry: 'now',
  });
}
