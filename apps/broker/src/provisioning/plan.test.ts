import { type AccountSlot, type AccountTable, disabledSlotName } from '@postern/bmc';
import { describe, expect, test } from 'vitest';
import { isNameTaken, planSlot, reviewUsers, type SlotRules } from './plan.ts';
import { namedUsers } from './users.ts';

const account = { slot: 9, username: 'g_abcdefghijkl' };
const anySlot: SlotRules = { allowedSlots: [], takenSlots: new Set(), taintedSlots: new Set() };

function slot(number: number, read: Partial<AccountSlot> = {}): AccountSlot {
  return {
    slot: number,
    name: '',
    state: 'disabled',
    privilege: 'unset',
    messaging: false,
    fixedName: false,
    ...read,
  };
}

/** Ten slots: anonymous, admin, then eight that are empty unless said otherwise. */
function table(...changes: AccountSlot[]): AccountTable {
  const slots = [slot(1), slot(2, { name: 'ADMIN', state: 'enabled', privilege: 'administrator' })];
  for (let number = 3; number <= 10; number += 1) slots.push(slot(number));
  const replaced = slots.map((entry) => changes.find((change) => change.slot === entry.slot) ?? entry);
  return { maxSlots: 10, slots: replaced };
}

function usersOf(...changes: AccountSlot[]) {
  return namedUsers({ model: 'slots', table: table(...changes) });
}

function filled(): AccountTable {
  return table(...[3, 4, 5, 6, 7, 8, 9, 10].map((number) => slot(number, { name: `user${number}` })));
}

describe('choosing a slot', () => {
  test('the highest empty slot is taken', () => {
    expect(planSlot(table(), anySlot)).toEqual({ kind: 'use', slot: 10, tainted: false });
  });

  test.each([
    ['a name', slot(10, { name: 'backup' })],
    ['an enabled user without a name', slot(10, { state: 'enabled' })],
    ['a privilege without a name', slot(10, { privilege: 'operator' })],
    ['a name that the firmware fixes', slot(10, { fixedName: true })],
  ])('a slot with %s is never taken', (_, occupied) => {
    expect(planSlot(table(occupied), anySlot)).toEqual({ kind: 'use', slot: 9, tainted: false });
  });

  test('the no-access mark of an emptied slot does not make it occupied', () => {
    expect(planSlot(table(slot(10, { privilege: 'none' })), anySlot)).toEqual({
      kind: 'use',
      slot: 10,
      tainted: false,
    });
  });

  test('a slot whose account is not proven gone is never taken, even when it reads as empty', () => {
    expect(planSlot(table(), { ...anySlot, takenSlots: new Set([10, 9]) })).toEqual({
      kind: 'use',
      slot: 8,
      tainted: false,
    });
  });

  test('slots 1 and 2 are never taken by themselves', () => {
    const onlyLow: AccountTable = { maxSlots: 2, slots: [slot(1), slot(2)] };
    expect(planSlot(onlyLow, anySlot).kind).toBe('no-free-slot');
  });

  test('slot 2 is taken where the hoster allows it, slot 1 not even then', () => {
    const empty: AccountTable = { maxSlots: 2, slots: [slot(1), slot(2)] };
    expect(planSlot(empty, { ...anySlot, allowedSlots: [1, 2] })).toEqual({
      kind: 'use',
      slot: 2,
      tainted: false,
    });
    expect(planSlot(empty, { ...anySlot, allowedSlots: [1] }).kind).toBe('no-free-slot');
  });

  test('only allowed slots are taken where the hoster lists them', () => {
    expect(planSlot(table(), { ...anySlot, allowedSlots: [4, 5] })).toEqual({
      kind: 'use',
      slot: 5,
      tainted: false,
    });
  });

  test('a leftover of ours is written over only where no slot is empty', () => {
    const leftover = slot(10, { name: disabledSlotName(10) });
    const tainted = { ...anySlot, taintedSlots: new Set([10]) };
    expect(planSlot(table(leftover), tainted)).toEqual({ kind: 'use', slot: 9, tainted: false });
    const full = {
      maxSlots: 10,
      slots: filled().slots.map((entry) => (entry.slot === 10 ? leftover : entry)),
    };
    expect(planSlot(full, tainted)).toEqual({ kind: 'use', slot: 10, tainted: true });
    expect(planSlot(full, anySlot).kind).toBe('no-free-slot');
  });

  test('a leftover that can log in is not written over', () => {
    const live = slot(10, {
      name: disabledSlotName(10),
      state: 'enabled',
      privilege: 'operator',
      messaging: true,
    });
    const full = { maxSlots: 10, slots: filled().slots.map((entry) => (entry.slot === 10 ? live : entry)) };
    expect(planSlot(full, { ...anySlot, taintedSlots: new Set([10]) }).kind).toBe('no-free-slot');
  });

  test('a full table is refused with what stands in the way', () => {
    const leftover = slot(7, { privilege: 'administrator' });
    const full: AccountTable = {
      maxSlots: 10,
      slots: filled().slots.map((entry) => (entry.slot === 7 ? leftover : entry)),
    };
    expect(planSlot(full, { ...anySlot, takenSlots: new Set([10]) })).toEqual({
      kind: 'no-free-slot',
      summary: { maxSlots: 10, named: 7, leftovers: [7], taken: [10] },
    });
  });

  test('a name is taken wherever it stands', () => {
    expect(isNameTaken(usersOf(slot(4, { name: account.username })), account.username)).toBe(true);
    expect(isNameTaken(usersOf(), account.username)).toBe(false);
  });
});

describe('reviewing the users', () => {
  const facts = {
    knownNames: new Set(['g_abcdefghijkl', 'g_000000000000']),
    expectedNames: new Set(['g_abcdefghijkl']),
    loginName: 'ADMIN',
  };

  test('an account of ours without a row is an orphan; one that is known is not', () => {
    const orphan = slot(4, { name: 'g_zzzzzzzzzzzz' });
    const seen = usersOf(orphan, slot(9, { name: 'g_abcdefghijkl' }), slot(8, { name: 'g_000000000000' }));
    expect(reviewUsers(seen, facts)).toEqual({
      orphans: [{ slot: 4, name: 'g_zzzzzzzzzzzz' }],
      foreign: [],
      missing: [],
    });
  });

  test('names of others are reported, our own login and our own leftovers are not', () => {
    const backup = slot(4, { name: 'backup' });
    const seen = usersOf(backup, slot(5, { name: disabledSlotName(5) }), slot(9, { name: 'g_abcdefghijkl' }));
    expect(reviewUsers(seen, facts).foreign).toEqual([{ slot: 4, name: 'backup' }]);
  });

  test("a person's name that merely begins like ours is not ours to remove", () => {
    const seen = usersOf(slot(4, { name: 'g_miller' }));
    expect(reviewUsers(seen, facts)).toMatchObject({ orphans: [], foreign: [{ slot: 4, name: 'g_miller' }] });
  });

  test('the account of an active grant that the BMC lost is missed', () => {
    expect(reviewUsers(usersOf(), facts).missing).toEqual(['g_abcdefghijkl']);
  });

  test('users without slots are told apart by their names alone', () => {
    const names = ['ADMIN', 'backup', 'g_zzzzzzzzzzzz', 'DISABLED_5'];
    const seen = namedUsers({
      model: 'named',
      accounts: names.map((name) => ({ name, state: 'enabled', privilege: 'operator', lockedOut: false })),
    });
    expect(reviewUsers(seen, facts)).toEqual({
      orphans: [{ name: 'g_zzzzzzzzzzzz' }],
      foreign: [{ name: 'backup' }, { name: 'DISABLED_5' }],
      missing: ['g_abcdefghijkl'],
    });
  });
});
