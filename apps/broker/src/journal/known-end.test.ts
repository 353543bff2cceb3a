import { expect, test } from 'vitest';
import { endFrom, endInstant } from './known-end.ts';

const clock = (now: number, boot = 'this') => ({ boot, now: () => now });

test('an end counts from before the question, so a slow answer cannot lengthen it', () => {
  expect(endFrom(clock(9_000), 60, 1_000)).toEqual({ boot: 'this', atMs: 61_000, leftMs: 60_000 });
});

test('a process that starts again on the same boot finds the same instant', () => {
  const end = endFrom(clock(0), 60, 1_000);
  expect(endInstant(end, clock(500_000), 400_000)).toBe(61_000);
});

test('after a boot an end comes no later than what was left, counted from the first reading', () => {
  const end = endFrom(clock(0, 'earlier'), 60, 1_000);
  expect(endInstant(end, clock(20), 10)).toBe(60_010);
});

test('an end that has passed is now, not before', () => {
  expect(endFrom(clock(0), -5, 1_000)).toEqual({ boot: 'this', atMs: 1_000, leftMs: 0 });
});
