import { expect, test } from 'vitest';
import { type BmcUserRecord, compareBmcUsers } from './user-snapshot.ts';

const admin: BmcUserRecord = { slot: 2, name: 'ADMIN', privilege: 'administrator', enabled: true };
const empty: BmcUserRecord = { slot: 3, name: '', privilege: 'none', enabled: false };
const guest: BmcUserRecord = { slot: 4, name: 'guest', privilege: 'user', enabled: false };
const before = [admin, empty, guest];
const nobody = () => false;
const after = (change: Partial<BmcUserRecord>, of: BmcUserRecord) => [
  ...before.filter((user) => user !== of),
  { ...of, ...change },
];

test('the same users are no finding, whatever their order', () => {
  expect(compareBmcUsers(before, before.toReversed(), nobody)).toEqual([]);
});

test.each<[string, BmcUserRecord[], string]>([
  ['a name in an empty slot', after({ name: 'backdoor' }, empty), 'appeared'],
  ['rights on a nameless slot', after({ privilege: 'administrator' }, empty), 'gained-rights'],
  ['a slot that was not told of before', [...before, { ...guest, slot: 9, name: 'late' }], 'appeared'],
  ['another name in a taken slot', after({ name: 'root' }, guest), 'appeared'],
  ['a higher privilege', after({ privilege: 'operator' }, guest), 'gained-rights'],
  ['a disabled user that is enabled', after({ enabled: true }, guest), 'enabled'],
])('%s is found', (_, now, what) => {
  expect(compareBmcUsers(before, now, nobody)).toMatchObject([{ what }]);
});

test.each<[string, BmcUserRecord[]]>([
  ['a user who left', [admin, empty]],
  ['a lower privilege', after({ privilege: 'none' }, guest)],
  ['a user who was disabled', after({ enabled: false }, admin)],
])('%s is no finding', (_, now) => {
  expect(compareBmcUsers(before, now, nobody)).toEqual([]);
});

test('users without slots are known by their names', () => {
  const named = [{ slot: null, name: 'admin', privilege: 'administrator', enabled: true }] as const;
  const now = [...named, { slot: null, name: 'mallory', privilege: 'administrator', enabled: true }] as const;
  expect(compareBmcUsers(named, now, nobody)).toMatchObject([{ name: 'mallory', what: 'appeared' }]);
});

test('what Postern made itself is no finding', () => {
  const ours = after({ name: 'g_abcdefghijkl', privilege: 'administrator', enabled: true }, empty);
  expect(compareBmcUsers(before, ours, ({ name }) => name.startsWith('g_'))).toEqual([]);
});
