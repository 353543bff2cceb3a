import { expect, test } from 'vitest';
import { localTimeText, readLocalTime } from './local-time.ts';

test("an instant stands in the reader's zone, over midnight and with summer time", () => {
  expect(localTimeText(new Date('2026-07-21T22:05:00Z'), 'Europe/Berlin')).toBe('2026-07-22T00:05');
  expect(localTimeText(new Date('2026-11-21T08:05:30Z'), 'UTC')).toBe('2026-11-21T08:05');
  expect(localTimeText(null, 'UTC')).toBe('');
});

test('what is read is what is shown, in the zone of this machine', () => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  expect(localTimeText(readLocalTime('2026-03-01T04:05'), zone)).toBe('2026-03-01T04:05');
});

test('a half typed time is none', () => {
  expect(readLocalTime('2026-11')).toBeNull();
  expect(readLocalTime('')).toBeNull();
});
