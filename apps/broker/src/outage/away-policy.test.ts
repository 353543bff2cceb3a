import { expect, test } from 'vitest';
import { isDue } from './away-policy.ts';

const policy = { patienceMs: 30_000, marginMs: 15_000, othersWaitMs: 30_000 };
const at = (nowMs: number, madeHere = true) => isDue(policy, { dueAtMs: 100_000, nowMs, madeHere });

test('access ends by the last known end and a margin, first at the broker that made it', () => {
  expect([at(114_999), at(115_000)]).toEqual([false, true]);
  expect([at(144_999, false), at(145_000, false)]).toEqual([false, true]);
});

test('what has no end is not ended by a broker alone', () => {
  expect(isDue(policy, { dueAtMs: undefined, nowMs: 1e12, madeHere: true })).toBe(false);
});
