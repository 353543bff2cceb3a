import { expect, test } from 'vitest';
import { endNoticeAt } from './end-notice.ts';

test.each([
  [601, undefined],
  [600, 10],
  [301, 10],
  [300, 5],
  [61, 5],
  [60, 1],
  [1, 1],
  [0, undefined],
  [-5, undefined],
])('with %i seconds left the notice is that of %s minutes', (secondsLeft, minutes) => {
  expect(endNoticeAt(secondsLeft)).toBe(minutes);
});
