import { expect, test } from 'vitest';
import { nextAttemptSeconds } from './retry-delay.ts';

const middle = (attempts: number, revokingForSeconds = 0) =>
  nextAttemptSeconds({ attempts, revokingForSeconds, random: 0.5 });

test('in the first hour a BMC that comes back is asked within 45 s', () => {
  expect([1, 2, 3, 4, 5, 6].map((attempts) => middle(attempts))).toEqual([5, 10, 20, 30, 30, 30]);
  expect(nextAttemptSeconds({ attempts: 50, revokingForSeconds: 3_599, random: 1 })).toBe(45);
});

test('after an hour they are at most five minutes apart, and never stop', () => {
  expect(nextAttemptSeconds({ attempts: 200, revokingForSeconds: 3_600, random: 1 })).toBe(300);
  expect(middle(100_000, 10 ** 9)).toBe(200);
});

test('chance spreads them by half to either side', () => {
  const at = (random: number) => nextAttemptSeconds({ attempts: 1, revokingForSeconds: 0, random });
  expect([at(0), at(1)]).toEqual([2.5, 7.5]);
});
