/**
 * Decisions about the users of a BMC, made from what was read of them. Pure: knows no protocol, no database.
 */
import { type AccountSlot, type AccountTable, disabledSlotName, isEmptySlot, isLiveSlot } from '@postern/bmc';
import { isAccountName } from '@postern/domain';
import type { BmcUser } from './users.ts';

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
  const usable = usableSlots(table, rules);
  const empty = highest(usable.empty);
  if (empty !== undefined) return { kind: 'use', slot: empty, tainted: false };
  const leftover = highest(usable.leftovers);
  if (leftover !== undefined) return { kind: 'use', slot: leftover, tainted: true };
  return { kind: 'no-free-slot', summary: summarise(table, rules) };
}

/** How many accounts could still be made. */
export function countUsableSlots(table: AccountTable, rules: SlotRules): number {
  const { empty, leftovers } = usableSlots(table, rules);
  return empty.length + leftovers.length;
}

function usableSlots(table: AccountTable, rules: SlotRules) {
  const open = table.slots.filter(({ slot }) => isOpenTo(slot, rules) && !rules.takenSlots.has(slot));
  const isTainted = ({ slot }: AccountSlot) => rules.taintedSlots.has(slot);
  return {
    empty: open.filter((entry) => isEmptySlot(entry) && !isTainted(entry)),
    leftovers: open.filter((entry) => isTainted(entry) && isOurDeadLeftover(entry)),
  };
}

function highest(entries: readonly AccountSlot[]): number | undefined {
  return entries.map(({ slot }) => slot).sort((a, b) => b - a)[0];
}

function isOurDeadLeftover(entry: AccountSlot): boolean {
  const renamed = entry.name === '' || entry.name === disabledSlotName(entry.slot);
  return renamed && !entry.fixedName && !isLiveSlot(entry);
}

function isOpenTo(slot: number, { allowedSlots }: SlotRules): boolean {
  if (slot < 2) return false;
  return allowedSlots.length > 0 ? allowedSlots.includes(slot) : slot >= firstOrdinarySlot;
}

function summarise(table: AccountTable, rules: SlotRules): SlotSummary {
  const open = table.slots.filter((entry) => isOpenTo(entry.slot, rules));
  return {
    maxSlots: table.maxSlots,
    named: open.filter((entry) => entry.name !== '').length,
    leftovers: open
      .filter((entry) => entry.name === '' && !isEmptySlot(entry) && !rules.takenSlots.has(entry.slot))
      .map((entry) => entry.slot),
    taken: [...rules.takenSlots, ...rules.taintedSlots].sort((a, b) => a - b),
  };
}

/** A BMC logs in the first user of a name: two of one name would be one account too many. */
export function isNameTaken(users: readonly BmcUser[], name: string): boolean {
  return users.some((user) => user.name === name);
}

export interface UserReview {
  /** Users with a name of our form that belong to no account that should be there. */
  readonly orphans: readonly BmcUser[];
  /** Names that neither Postern made nor the stored login uses. */
  readonly foreign: readonly BmcUser[];
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

/** Compares the users of a BMC with what the database says should be there. */
export function reviewUsers(users: readonly BmcUser[], facts: ReviewFacts): UserReview {
  const present = new Set(users.map(({ name }) => name));
  return {
    orphans: users.filter(({ name }) => isAccountName(name) && !facts.knownNames.has(name)),
    foreign: users.filter((user) => !isAccountName(user.name) && !isOurs(user, facts)),
    missing: [...facts.expectedNames].filter((name) => !present.has(name)),
  };
}

function isOurs({ name, slot }: BmcUser, facts: ReviewFacts): boolean {
  return name === facts.loginName || (slot !== undefined && name === disabledSlotName(slot));
}
