import { expect, test } from 'vitest';
import { watchReturn } from './return-watch.ts';

const limits = { returnMs: 600_000, unseenMs: 45_000 };

test('a BMC is back when it was away and answers twice in a row', () => {
  const watch = watchReturn(limits);
  expect(watch.see(true, 2_000)).toBe('wait');
  expect(watch.see(false, 4_000)).toBe('wait');
  expect(watch.see(true, 60_000)).toBe('wait');
  expect(watch.see(false, 62_000)).toBe('wait');
  expect(watch.see(true, 90_000)).toBe('wait');
  expect(watch.see(true, 92_000)).toBe('returned');
});

test('one that was never seen away is taken for restarted after a while, and told as that', () => {
  const watch = watchReturn(limits);
  expect(watch.see(true, 44_000)).toBe('wait');
  expect(watch.see(true, 46_000)).toBe('unseen');
});

test('one that stays away is given up after ten minutes', () => {
  const watch = watchReturn(limits);
  expect(watch.see(false, 599_000)).toBe('wait');
  expect(watch.see(false, 600_000)).toBe('gave-up');
});
