import { expect, test } from 'vitest';
import { createReplayWindow } from './replay-window.ts';

test('each number is taken once, late ones within the window too', () => {
  const window = createReplayWindow();
  expect([1, 3, 2, 3, 2, 1, 4].map((number) => window.accept(number))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    true,
  ]);
});

test('zero, leaps ahead and what is too old are refused', () => {
  const window = createReplayWindow();
  expect([0, 17, 16, 30, 14, 13].map((number) => window.accept(number))).toEqual([
    false,
    false,
    true,
    true,
    false,
    false,
  ]);
  expect(window.accept(15)).toBe(true);
});
