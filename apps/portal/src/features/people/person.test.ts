import { expect, test } from 'vitest';
import { endedText, householdsOf, narrowHouseholds, type Organisation, type Person } from './person.ts';

const since = new Date(0);
const organisation = (id: string, name: string): Organisation => ({
  id,
  name,
  suspendedAt: null,
  createdAt: since,
  people: 0,
  servers: 0,
});
const person = (name: string, of: string | null): Person => ({
  id: name,
  name,
  email: `${name}@example.org`,
  role: of === null ? 'support' : 'tenant',
  organisation: of === null ? null : { id: of, name: of, suspended: false },
  disabledAt: null,
  createdAt: since,
  secondFactor: false,
});
const { households, staff } = householdsOf(
  [organisation('n', 'Nordlicht'), organisation('e', 'Empty')],
  [person('anna', 'n'), person('bert', 'n'), person('sam', null)],
);

test('people stand under their organisation, staff by themselves, and an organisation without people still stands', () => {
  expect(households.map(({ people }) => people.map(({ name }) => name))).toEqual([['anna', 'bert'], []]);
  expect(staff.map(({ name }) => name)).toEqual(['sam']);
});

test('a search keeps an organisation that fits whole, and of the others the people that fit', () => {
  expect(narrowHouseholds(households, 'NORD')[0]?.people).toHaveLength(2);
  expect(narrowHouseholds(households, ' bert@')).toMatchObject([{ people: [{ name: 'bert' }] }]);
  expect(narrowHouseholds(households, 'nobody')).toEqual([]);
  expect(narrowHouseholds(households, ' ')).toBe(households);
});

test('what a lock-out ended is counted in words', () => {
  expect(endedText({ grantsEnded: 1, sessionsEnded: 2 })).toBe('Ended: 1 access and 2 sign-ins.');
  expect(endedText({ grantsEnded: 0, sessionsEnded: 1 })).toBe('Ended: 1 sign-in.');
  expect(endedText({ grantsEnded: 0, sessionsEnded: 0 })).toBe('Nothing was open.');
});
