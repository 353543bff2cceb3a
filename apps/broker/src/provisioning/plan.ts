/**
 * Decisions about the slots of a BMC, made from what was read of them. Pure: knows no protocol, no database.
 */
import type { AccountPrivilege, AccountSlot, AccountTable } from '@postern/bmc';
import { isAccountName } from '@postern/domain';

/** Slots below this are the firmware's own by convention (anonymous, default admin). */
const firstOrdinarySlot = 3;

export interface SlotRules {
  /** Slots that the hoster set aside for Postern; empty: every slot from 3 up. */
  readonly allowedSlots: readonly number[];
  /** Slots that belong to an account of ours which is not proven gone. */
  readonly takenSlots: ReadonlySet<number>;
  /** Slots whose account is proven gone, but whose firmware refused an empty name. */
  readonly taintedSlots: ReadonlySet<number>;
}

export type SlotPlan =
  | {
      readonly kind: 'use';
      readonly slot: number /** It carries a leftover of ours. */;
      readonly tainted: boolean;
    }
  | { readonly kind: 'no-free-slot'; readonly summary: SlotSummary };

/** What stands in the way, for the person who has to make room. */
export interface SlotSummary {
  readonly maxSlots: number;
  readonly named: number;
  /** Unnamed, but enabled or privileged: somebody left something there. */
  readonly leftovers: readonly number[];
  readonly taken: readonly number[];
}

/**
 * Chooses the slot of a new account: the highest that is surely empty and surely ours to use. Where none is, a dead
 * leftover of ours is written over: firmware that refuses an empty name would run out of slots otherwise.
 */
export function planSlot(table: AccountTable, rules: SlotRules): SlotPlan {
  const open = table.slots.filter(({ slot }) => isOpenTo(slot, rules) && !rules.takenSlots.has(slot));
  const empty = highest(open.filter((entry) => isEmpty(entry) && !rules.taintedSlots.has(entry.slot)));
  if (empty !== undefined) return { kind: 'use', slot: empty, tainted: false };
  const leftover = highest(
    open.filter((entry) => rules.taintedSlots.has(entry.slot) && isOurDeadLeftover(entry)),
  );
  if (leftover !== undefined) return { kind: 'use', slot: leftover, tainted: true };
  return { kind: 'no-free-slot', summary: summarise(table, rules) };
}

function highest(entries: readonly AccountSlot[]): number | undefined {
  return entries.map(({ slot }) => slot).sort((a, b) => b - a)[0];
}

function isOurDeadLeftover(entry: AccountSlot): boolean {
  const renamed = entry.name === '' || entry.name === disabledSlotName(entry.slot);
  return renamed && !entry.fixedName && !isLive(entry);
}

function isOpenTo(slot: number, { allowedSlots }: SlotRules): boolean {
  if (slot < 2) return false;
  return allowedSlots.length > 0 ? allowedSlots.includes(slot) : slot >= firstOrdinarySlot;
}

/** No name, not enabled, no privilege, and the firmware lets its name change. */
function isEmpty(entry: AccountSlot): boolean {
  return entry.name === '' && !entry.fixedName && entry.state !== 'enabled' && !hasPrivilege(entry.privilege);
}

export function hasPrivilege(privilege: AccountPrivilege): boolean {
  return privilege !== 'none' && privilege !== 'unset';
}

function summarise(table: AccountTable, rules: SlotRules): SlotSummary {
  const open = table.slots.filter((entry) => isOpenTo(entry.slot, rules));
  return {
    maxSlots: table.maxSlots,
    named: open.filter((entry) => entry.name !== '').length,
    leftovers: open
      .filter((entry) => entry.name === '' && !isEmpty(entry) && !rules.takenSlots.has(entry.slot))
      .map((entry) => entry.slot),
    taken: [...rules.takenSlots, ...rules.taintedSlots].sort((a, b) => a - b),
  };
}

/** A BMC logs in the first slot of a name: two of one name would be one account too many. */
export function isNameTaken(table: AccountTable, name: string): boolean {
  return table.slots.some((entry) => entry.name === name);
}

/** Where an account of ours stands, or was meant to. */
export interface AccountPlace {
  readonly slot: number;
  readonly username: string;
}

/** May an account be written (again) into the slot that was reserved for it? */
export function mayWrite(entry: AccountSlot, account: AccountPlace): boolean {
  return entry.name === '' || entry.name === disabledSlotName(entry.slot) || carriesName(entry, account);
}

/** Shortest cut of our name that we still take for ours: 6 random characters, about one in two billion. */
const shortestCutName = 8;

/** The name is the account's, or what a firmware with short names left of it in the account's own slot. */
export function carriesName(entry: AccountSlot, { slot, username }: AccountPlace): boolean {
  if (entry.name === username) return true;
  return entry.slot === slot && entry.name.length >= shortestCutName && username.startsWith(entry.name);
}

export interface WantedAccount {
  readonly username: string;
  readonly privilege: 'user' | 'operator' | 'administrator';
}

/** What the BMC does not hold although it said so. Empty: the account stands as it was written. */
export function differencesFrom(wanted: WantedAccount, entry: AccountSlot): readonly string[] {
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
export function slotsToClear(table: AccountTable, account: AccountPlace): readonly number[] {
  return table.slots.filter((entry) => needsClearing(entry, account)).map((entry) => entry.slot);
}

/** Asked again right before each slot is touched: another tool may have taken it since the table was read. */
export function needsClearing(entry: AccountSlot, account: AccountPlace): boolean {
  if (carriesName(entry, account)) return true;
  const nameLost = entry.name === '' || entry.name === disabledSlotName(entry.slot);
  return entry.slot === account.slot && nameLost && isLeftover(entry);
}

function isLeftover(entry: AccountSlot): boolean {
  return !entry.fixedName && (entry.state === 'enabled' || hasPrivilege(entry.privilege));
}

/** The name given to a slot whose firmware refuses an empty one: it says what happened and belongs to nobody. */
export function disabledSlotName(slot: number): string {
  return `DISABLED_${slot}`;
}

export type ReadBack =
  | { readonly gone: true; readonly readBack: 'absent' | 'disabled-unnamed' }
  | { readonly gone: false; readonly problem: string };

/** Judges a table read after the removal. Anything that could still be the account counts as still there. */
export function judgeRemoval(table: AccountTable, account: AccountPlace): ReadBack {
  const named = table.slots.find((entry) => carriesName(entry, account));
  if (named !== undefined) return { gone: false, problem: `slot ${named.slot} still carries the name` };
  const own = table.slots.find((entry) => entry.slot === account.slot);
  if (own?.name === '' && isLive(own)) {
    return { gone: false, problem: `slot ${own.slot} has no name but can still log in` };
  }
  if (own?.name !== disabledSlotName(account.slot)) return { gone: true, readBack: 'absent' };
  return isLive(own)
    ? { gone: false, problem: `slot ${own.slot} is renamed but not disabled` }
    : { gone: true, readBack: 'disabled-unnamed' };
}

/** An unnamed or renamed slot is dead when it is disabled, or has no privilege, or hears no messages. */
function isLive(entry: AccountSlot): boolean {
  return entry.state !== 'disabled' && hasPrivilege(entry.privilege) && entry.messaging;
}

export interface TableReview {
  /** Slots with a name of our form that belong to no account that should be there. */
  readonly orphans: readonly AccountSlot[];
  /** Names that neither Postern made nor the stored login uses. */
  readonly foreign: readonly AccountSlot[];
  /** Accounts of active grants that the BMC has lost (factory reset, another tool). */
  readonly missing: readonly string[];
}

export interface ReviewFacts {
  /** Names of accounts that are not proven gone, whatever their grant's state. */
  readonly knownNames: ReadonlySet<string>;
  /** The subset that must be on the BMC now, because its grant is active. */
  readonly expectedNames: ReadonlySet<string>;
  /** The user name that Postern itself logs in with. */
  readonly loginName: string;
}

/** Compares a BMC's user table with what the database says should be there. */
export function reviewTable(table: AccountTable, facts: ReviewFacts): TableReview {
  const named = table.slots.filter((entry) => entry.name !== '');
  const present = new Set(named.map((entry) => entry.name));
  return {
    orphans: named.filter((entry) => isAccountName(entry.name) && !facts.knownNames.has(entry.name)),
    foreign: named.filter((entry) => !isAccountName(entry.name) && !isOurs(entry, facts)),
    missing: [...facts.expectedNames].filter((name) => !present.has(name)),
  };
}

function isOurs(entry: AccountSlot, facts: ReviewFacts): boolean {
  return entry.name === facts.loginName || entry.name === disabledSlotName(entry.slot);
}
