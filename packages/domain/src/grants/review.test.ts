import { expect, test } from 'vitest';
import { reviewStageAt } from './review.ts';

const now = new Date('2026-03-01T00:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

test.each([
  [15, null],
  [14, 'soon'],
  [1, 'soon'],
  [0, 'passed'],
  [-30, 'passed'],
])('a review in %i days is %s', (days, stage) => {
  expect(reviewStageAt(inDays(days), now)).toBe(stage);
});

test('no date is no review', () => {
  expect(reviewStageAt(null, now)).toBeNull();
});
