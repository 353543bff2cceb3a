import { describe, expect, test } from 'vitest';
import type { AccountSlot, AccountTable } from '../capabilities.ts';
import {
  disabledSlotName,
  judgeRemoval,
  mayWrite,
  needsClearing,
  slotDifferences,
  slotsToClear,
} from './slot-account.ts';

const account = { slot: 9, username: 'g_abcdefghijkl' };

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

describe('writing into a reserved slot', () => {
  test('an empty slot and our own half-made account may be written, another name never', () => {
    expect(mayWrite(slot(9), account)).toBe(true);
    expect(mayWrite(slot(9, { name: account.username }), account)).toBe(true);
    expect(mayWrite(slot(9, { name: 'backup' }), account)).toBe(false);
  });

  test('what the BMC did not take over is named', () => {
    const wanted = { username: account.username, privilege: 'operator' } as const;
    const good = slot(9, {
      name: account.username,
      privilege: 'operator',
      messaging: true,
      state: 'enabled',
    });
    expect(slotDifferences(wanted, good)).toEqual([]);
    expect(slotDifferences(wanted, { ...good, state: 'unknown' })).toEqual([]);
    expect(slotDifferences(wanted, slot(9))).toEqual(['name', 'privilege', 'messaging', 'enabled']);
    expect(slotDifferences(wanted, { ...good, privilege: 'administrator' })).toEqual(['privilege']);
  });
});

describe('removing an account', () => {
  const live = { state: 'enabled', privilege: 'operator', messaging: true } as const;

  test('it is cleared wherever its name stands', () => {
    const moved = table(slot(4, { name: account.username, ...live }));
    expect(slotsToClear(moved, account)).toEqual([4]);
  });

  test('its slot is not touched when it carries the name of somebody else', () => {
    expect(slotsToClear(table(slot(9, { name: 'backup', ...live })), account)).toEqual([]);
    expect(needsClearing(slot(9, { name: 'backup', ...live }), account)).toBe(false);
  });

  test('its slot is cleared when the name is gone and a privilege is left', () => {
    expect(slotsToClear(table(slot(9, live)), account)).toEqual([9]);
  });

  test("another slot without a name is nobody's business of ours", () => {
    expect(slotsToClear(table(slot(5, live)), account)).toEqual([]);
  });

  test('a name that the firmware cut short is still recognised in its own slot, and only there', () => {
    const cut = account.username.slice(0, 10);
    expect(slotsToClear(table(slot(9, { name: cut })), account)).toEqual([9]);
    expect(slotsToClear(table(slot(5, { name: cut })), account)).toEqual([]);
  });

  test('an empty or vanished slot is gone', () => {
    expect(judgeRemoval(table(), account)).toEqual({ gone: true, readBack: 'absent' });
    expect(judgeRemoval({ maxSlots: 10, slots: [] }, account)).toEqual({ gone: true, readBack: 'absent' });
  });

  test('a slot given to somebody else is gone', () => {
    const reused = table(slot(9, { name: 'backup', ...live }));
    expect(judgeRemoval(reused, account)).toEqual({ gone: true, readBack: 'absent' });
  });

  test('a name that is still there is never gone, wherever it stands and however disabled', () => {
    expect(judgeRemoval(table(slot(9, { name: account.username })), account).gone).toBe(false);
    expect(judgeRemoval(table(slot(4, { name: account.username })), account).gone).toBe(false);
  });

  test('an unnamed slot that can still log in is not gone', () => {
    expect(judgeRemoval(table(slot(9, live)), account).gone).toBe(false);
    expect(judgeRemoval(table(slot(9, { ...live, state: 'unknown' })), account).gone).toBe(false);
  });

  test('a slot whose firmware refuses an empty name is gone once it is renamed and dead', () => {
    const renamed = { name: disabledSlotName(9) };
    expect(judgeRemoval(table(slot(9, renamed)), account)).toEqual({
      gone: true,
      readBack: 'disabled-unnamed',
    });
    expect(judgeRemoval(table(slot(9, { ...renamed, ...live })), account).gone).toBe(false);
  });
});
