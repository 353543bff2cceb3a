import { expect, test } from 'vitest';
import { createDatabaseWatch } from './database-watch.ts';

function watchAt(start = 0) {
  let now = start;
  const watch = createDatabaseWatch({ now: () => now });
  return { watch, pass: (ms: number) => (now += ms), now: () => now };
}

test('it is away once several questions in a row failed, and since the last one that was answered', () => {
  const { watch, pass, now } = watchAt();
  pass(5_000);
  watch.answered(now());
  pass(1_000);
  for (let failure = 0; failure < 2; failure += 1) watch.failed();
  expect(watch.awayForMs()).toBe(0);
  watch.failed();
  pass(30_000);
  expect(watch.awayForMs()).toBe(31_000);
});

test('a broker that slept for an hour and wakes to one broken connection does not think so', () => {
  const { watch, pass } = watchAt();
  pass(3_600_000);
  watch.failed();
  expect(watch.awayForMs()).toBe(0);
});

test('one answer and it is here again', () => {
  const { watch, pass, now } = watchAt();
  pass(60_000);
  for (let failure = 0; failure < 9; failure += 1) watch.failed();
  watch.answered(now());
  expect(watch.awayForMs()).toBe(0);
  watch.failed();
  expect(watch.awayForMs()).toBe(0);
});
