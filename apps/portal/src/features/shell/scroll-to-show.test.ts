import { expect, test } from 'vitest';
import { scrollToShow } from './scroll-to-show.ts';

/** Where an item stands on the screen once the row is scrolled so far. */
const middleAt = (
  row: { left: number; scrolled: number },
  item: { left: number; width: number },
  to: number,
) => item.left + item.width / 2 - (to - row.scrolled);

test.each([0, 120])('an item past the right edge comes to the middle, from %i px on', (scrolled) => {
  const row = { left: 12, width: 366, scrolled };
  const item = { left: 430, width: 60 };
  expect(middleAt(row, item, scrollToShow(row, item))).toBe(12 + 183);
});

test('an item left of the window is scrolled back to', () => {
  const row = { left: 12, width: 366, scrolled: 200 };
  expect(scrollToShow(row, { left: -80, width: 60 })).toBeLessThan(200);
});

test('an item in the middle stays where it is', () => {
  expect(scrollToShow({ left: 0, width: 300, scrolled: 50 }, { left: 120, width: 60 })).toBe(50);
});
