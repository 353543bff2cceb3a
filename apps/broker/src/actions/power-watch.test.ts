import { expect, test } from 'vitest';
import { watchPower } from './power-watch.ts';

test('switching on is over when the server is on, and given up after half a minute', () => {
  const watch = watchPower('on');
  expect(watch.see('off', 300)).toBe('wait');
  expect(watch.see('on', 600)).toBe('reached');
  expect(watchPower('on').see('off', 30_000)).toBe('gave-up');
});

test('a power cycle is over when the server has been off and is on again, not before', () => {
  const watch = watchPower('cycle');
  expect(watch.see('on', 300)).toBe('wait');
  expect(watch.see('off', 600)).toBe('wait');
  expect(watch.see('on', 900)).toBe('reached');
});

test('a power cycle too quick to be seen is over after a while', () => {
  const watch = watchPower('cycle');
  expect(watch.see('on', 5_000)).toBe('wait');
  expect(watch.see('on', 6_300)).toBe('reached');
});

test('an operating system gets the time that it is given', () => {
  const watch = watchPower('soft-off', 120_000);
  expect(watch.see('on', 90_000)).toBe('wait');
  expect(watch.see('on', 120_000)).toBe('gave-up');
});
