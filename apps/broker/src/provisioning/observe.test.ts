import type { AccountSlot } from '@postern/bmc';
import { expect, test } from 'vitest';
import { type ObserveFacts, observeUsers } from './observe.ts';

const empty = { name: '', state: 'disabled', privilege: 'none', messaging: false, fixedName: false } as const;
const slots = (...named: readonly Partial<AccountSlot>[]): AccountSlot[] =>
  Array.from({ length: 8 }, (_, index) => ({
    ...empty,
    slot: index + 1,
    ...named.find(({ slot }) => slot === index + 1),
  }));
const live = { state: 'enabled', privilege: 'operator', messaging: true } as const;
const facts: ObserveFacts = {
  allowedSlots: [],
  takenSlots: new Set([7]),
  taintedSlots: new Set([6]),
  knownNames: new Set(['g_aaaaaaaaaaaa']),
  loginName: 'ADMIN',
};

function kinds(...named: readonly Partial<AccountSlot>[]): string[] {
  const table = { maxSlots: 8, slots: slots(...named) };
  return observeUsers({ model: 'slots', table }, facts).users.map(({ slot, kind }) => `${slot} ${kind}`);
}

test('each user is ours or foreign by his name', () => {
  expect(
    kinds(
      { slot: 2, name: 'ADMIN', ...live },
      { slot: 4, name: 'g_bbbbbbbbbbbb', ...live },
      { slot: 5, name: 'monitoring', ...live },
      { slot: 6, name: 'DISABLED_6' },
      { slot: 7, name: 'g_aaaaaaaaaaaa', ...live },
    ),
  ).toEqual(['2 login', '4 leftover', '5 foreign', '6 leftover', '7 account']);
});

test('another slot’s leftover name is nobody’s of ours', () => {
  expect(kinds({ slot: 5, name: 'DISABLED_6' })).toEqual(['5 foreign']);
});

test('whoever can log in without a name is seen; an empty slot is nobody', () => {
  expect(kinds({ slot: 1, ...live }, { slot: 3, privilege: 'operator' })).toEqual(['1 foreign']);
  // An account that is being made has its slot before its name.
  expect(kinds({ slot: 7, ...live })).toEqual(['7 account']);
});

test('the count says how many accounts could still be made: empty slots, and our own dead leftovers', () => {
  const table = {
    maxSlots: 8,
    slots: slots({ slot: 2, name: 'ADMIN', ...live }, { slot: 6, name: 'DISABLED_6' }),
  };
  expect(observeUsers({ model: 'slots', table }, facts)).toMatchObject({ maxUsers: 8, used: 2, free: 5 });
});

test('where users have no slots, nobody knows how many fit', () => {
  const accounts = [
    { name: 'ADMIN', state: 'enabled', privilege: 'administrator', lockedOut: false },
    { name: 'monitoring', state: 'disabled', privilege: 'user', lockedOut: false },
  ] as const;
  expect(observeUsers({ model: 'named', accounts }, facts)).toMatchObject({
    maxUsers: null,
    used: 2,
    free: null,
    users: [
      { slot: null, kind: 'login' },
      { slot: null, kind: 'foreign', state: 'disabled' },
    ],
  });
});
