/** What was read of a BMC's users, in the words that the database keeps: whose each of them is. Pure. */
import { type AccountSlot, disabledSlotName, isLiveSlot } from '@postern/bmc';
import type { SeenUserTable } from '@postern/database';
import { type BmcUserKind, isAccountName, type SeenBmcUser } from '@postern/domain';
import { countUsableSlots, type SlotRules } from './plan.ts';
import type { BmcUsers } from './users.ts';

export interface ObserveFacts extends SlotRules {
  /** Names of accounts that are not proven gone, whatever their grant's state. */
  readonly knownNames: ReadonlySet<string>;
  /** The user name that Postern itself logs in with. */
  readonly loginName: string;
}

/** Users with a name, and those without one who could log in all the same. */
export function observeUsers(users: BmcUsers, facts: ObserveFacts): Omit<SeenUserTable, 'bmcId'> {
  if (users.model === 'named') {
    const seen = users.accounts.map(({ name, privilege, state }) => ({
      slot: null,
      name,
      privilege,
      state,
      fixedName: false,
      kind: kindOf({ name, slot: null }, facts),
    }));
    return { users: seen, maxUsers: null, used: seen.length, free: null };
  }
  const { maxSlots, slots } = users.table;
  const seen = slots
    .filter((entry) => entry.name !== '' || isLiveSlot(entry))
    .map((entry) => seenSlot(entry, facts));
  return { users: seen, maxUsers: maxSlots, used: seen.length, free: countUsableSlots(users.table, facts) };
}

function seenSlot(entry: AccountSlot, facts: ObserveFacts): SeenBmcUser {
  const { slot, name, privilege, state, fixedName } = entry;
  return { slot, name, privilege, state, fixedName, kind: kindOf(entry, facts) };
}

function kindOf(
  { name, slot }: { readonly name: string; readonly slot: number | null },
  { loginName, knownNames, takenSlots }: ObserveFacts,
): BmcUserKind {
  if (name === loginName) return 'login';
  if (knownNames.has(name)) return 'account';
  if (name === '' && slot !== null && takenSlots.has(slot)) return 'account';
  const renamed = slot !== null && name === disabledSlotName(slot);
  return renamed || isAccountName(name) ? 'leftover' : 'foreign';
}
