import { expect, test } from 'vitest';
import { durationDraftOf, readDuration } from './duration-text.ts';

test.each([
  [900, { amount: '15', unit: 'minutes' }],
  [3_600, { amount: '1', unit: 'hours' }],
  [5_400, { amount: '90', unit: 'minutes' }],
  [172_800, { amount: '2', unit: 'days' }],
  [10, { amount: '10', unit: 'seconds' }],
])('%i s stands in the largest unit in which it is whole, and is read back as it was', (seconds, draft) => {
  expect(durationDraftOf(seconds)).toEqual(draft);
  expect(readDuration(durationDraftOf(seconds))).toBe(seconds);
});

test.each(['', 'x', '-1', '0', '1e3', '1.2345'])('%j is no duration', (amount) => {
  expect(readDuration({ amount, unit: 'hours' })).toBeNull();
});

test('a comma serves as a decimal point', () => {
  expect(readDuration({ amount: ' 1,5 ', unit: 'hours' })).toBe(5_400);
});

test('nothing is a duration where nothing is allowed', () => {
  expect(readDuration(durationDraftOf(0), 0)).toBe(0);
  expect(readDuration(durationDraftOf(0))).toBeNull();
});
