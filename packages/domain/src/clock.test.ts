import { expect, test } from 'vitest';
import { readClockOffset } from './clock.ts';

test('equal clocks have no offset however long the question took, if both ways took the same', () => {
  expect(readClockOffset({ askedMs: 1000, answeredMs: 1400, theirsMs: 1200 })).toEqual({
    offsetMs: 0,
    uncertaintyMs: 200,
  });
});

test('a clock that is ahead has a positive offset', () => {
  expect(readClockOffset({ askedMs: 7000, answeredMs: 7000, theirsMs: 1000 }).offsetMs).toBe(6000);
});

test('whichever way was slow, the truth lies within the uncertainty', () => {
  for (const theirsMs of [1000, 1100, 1399, 1400]) {
    const { offsetMs, uncertaintyMs } = readClockOffset({ askedMs: 1000, answeredMs: 1400, theirsMs });
    expect(Math.abs(offsetMs)).toBeLessThanOrEqual(uncertaintyMs);
  }
});
