import { expect, test } from 'vitest';
import { nextReading } from './next-reading.ts';

const round = { end: 'read', asked: false, lookedAgoSeconds: null, slowSeconds: 1_800, random: 0.5 } as const;

test('what somebody looks at is read often, what nobody looks at seldom and spread', () => {
  expect(nextReading({ ...round, lookedAgoSeconds: 10 }).dueInSeconds).toBe(15);
  expect(nextReading({ ...round, lookedAgoSeconds: 3_600 }).dueInSeconds).toBe(300);
  expect(nextReading({ ...round, lookedAgoSeconds: 90_000 }).dueInSeconds).toBe(1_800);
  expect(nextReading({ ...round, random: 0 }).dueInSeconds).toBeLessThan(1_700);
});

test('a BMC that refuses our login rests, whoever looks', () => {
  expect(nextReading({ ...round, end: 'refused', lookedAgoSeconds: 1 })).toEqual({
    dueInSeconds: 1_800,
    restSeconds: 900,
  });
});

test('one that was busy is asked again soon, one that does not answer is not hammered', () => {
  expect(nextReading({ ...round, end: 'busy' }).dueInSeconds).toBeLessThanOrEqual(10);
  expect(nextReading({ ...round, end: 'busy', asked: true }).dueInSeconds).toBe(1);
  expect(nextReading({ ...round, end: 'failed', lookedAgoSeconds: 1 }).dueInSeconds).toBe(60);
});
