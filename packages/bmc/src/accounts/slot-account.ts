/** What a slot's reading says about one account that stands there, or was meant to. Pure. */
import type { AccountPrivilege, AccountSlot, AccountTable } from '../capabilities.ts';

/** Where an account stands, or was meant to. */
export interface SlotPlace {
  readonly slot: number;
  readonly username: string;
}

/** The name given to a slot whose firmware refuses an empty one: it says what happened and belongs to nobody. */
export function disabledSlotName(slot: number): string {
  return `DISABLED_${slot}`;
}

export function hasPrivilege(privilege: AccountPrivilege): boolean {
  return privilege !== 'none' && privilege !== 'unset';
}

/** No name, not enabled, no privilege, and the firmware lets its name change. */
export function isEmptySlot(entry: AccountSlot): boolean {
  return entry.name === '' && !entry.fixedName && entry.state !== 'enabled' && !hasPrivilege(entry.privilege);
}

/** An unnamed or renamed slot is dead when it is disabled, or has no privilege, or hears no messages. */
export function isLiveSlot(entry: AccountSlot): boolean {
  return entry.state !== 'disabled' && hasPrivilege(entry.privilege) && entry.messaging;
}

/** May an account be written (again) into the slot that was reserved for it? */
export function mayWrite(entry: AccountSlot, account: SlotPlace): boolean {
  return entry.name === '' || entry.name === disabledSlotName(entry.slot) || carriesName(entry, account);
}

/** Shortest cut of a name that is still taken for it: of a random name, 8 characters are no accident. */
const shortestCutName = 8;

/** The name is the account's, or what a firmware with short names left of it in the account's own slot. */
export function carriesName(entry: AccountSlot, { slot, username }: SlotPlace): boolean {
  if (entry.name === username) return true;
  return entry.slot === slot && entry.name.length >= shortestCutName && username.startsWith(entry.name);
}

export interface WantedAccount {
  readonly username: string;
  readonly privilege: 'user' | 'operator' | 'administrator';
}

/** What the BMC does not hold although it said so. Empty: the account stands as it was written. */
export function slotDifferences(wanted: WantedAccount, entry: AccountSlot): readonly string[] {
  const differences: string[] = [];
  if (entry.name !== wanted.username) differences.push('name');
  if (entry.privilege !== wanted.privilege) differences.push('privilege');
  if (!entry.messaging) differences.push('messaging');
  if (entry.state === 'disabled') differences.push('enabled');
  return differences;
}

/**
 * Slots to clear so that `account` is gone. By name wherever it stands, and its own slot when that lost its name but
 * kept a privilege. A slot with another's name is never among them.
 */
export function slotsToClear(table: AccountTable, account: SlotPlace): readonly number[] {
  return table.slots.filter((entry) => needsClearing(entry, account)).map((entry) => entry.slot);
}

/** Asked again right before each slot is touched: another tool may have taken it since the table was read. */
export function needsClearing(entry: AccountSlot, account: SlotPlace): boolean {
  if (carriesName(entry, account)) return true;
  const nameLost = entry.name === '' || entry.name === disabledSlotName(entry.slot);
  const isLeftover = !entry.fixedName && (entry.state === 'enabled' || hasPrivilege(entry.privilege));
  return entry.slot === account.slot && nameLost && isLeftover;
}

export type ReadBack =
  | { readonly gone: true; readonly readBack: 'absent' | 'disabled-unnamed' }
  | { readonly gone: false; readonly problem: string };

/** Judges a table read after the removal. Anything that could still be the account counts as still there. */
export function judgeRemoval(table: AccountTable, account: SlotPlace): ReadBack {
  const named = table.slots.find((entry) => carriesName(entry, account));
  if (named !== undefined) return { gone: false, problem: `slot ${named.slot} still carries the name` };
  const own = table.slots.find((entry) => entry.slot === account.slot);
  if (own?.name === '' && isLiveSlot(own)) {
    return { gone: false, problem: `slot ${own.slot} has no name but can still log in` };
  }
  if (own?.name !== disabledSlotName(account.slot)) return { gone: true, readBack: 'absent' };
  return isLiveSlot(own)
    ? { gone: false, problem: `slot ${own.slot} is renamed but not disabled` }
    : { gone: true, readBack: 'disabled-unnamed' };
}
