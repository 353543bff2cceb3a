import { expect, test } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

test('lets a burst pass, then as many as the rate fills in', () => {
  const limit = createRateLimit({ perSecond: 10, burst: 3 });
  const at = (ms: number) => limit.take(ms);
  expect([at(0), at(0), at(0), at(0)]).toEqual([true, true, true, false]);
  expect([at(100), at(100)]).toEqual([true, false]);
  expect([at(10_000), at(10_000), at(10_000), at(10_000)]).toEqual([true, true, true, false]);
});
