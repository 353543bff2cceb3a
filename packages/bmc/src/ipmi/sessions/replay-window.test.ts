import { expect, test } from 'vitest';
import { createReplayWindow, nextSequence } from './replay-window.ts';

test('each number is taken once, whatever the order within the window', () => {
  const window = createReplayWindow();
  const order = [5, 7, 6, 8, 30, 10, 29];
  expect(order.map((sequence) => window.accept(sequence))).toEqual(order.map(() => true));
  expect(order.map((sequence) => window.accept(sequence))).toEqual(order.map(() => false));
});

test('numbers that skip ahead are taken, numbers far behind are not', () => {
  const window = createReplayWindow();
  expect([1, 3, 5, 1_000].map((sequence) => window.accept(sequence))).toEqual([true, true, true, true]);
  expect(window.accept(968)).toBe(false);
  expect(window.accept(969)).toBe(true);
  expect(window.accept(4)).toBe(false);
});

test('the window follows the counter over its end', () => {
  const window = createReplayWindow();
  expect(window.accept(0xffff_fffe)).toBe(true);
  expect(window.accept(2)).toBe(true);
  expect(window.accept(0xffff_ffff)).toBe(true);
  expect(window.accept(0xffff_ffff)).toBe(false);
  expect(window.accept(0xffff_fffe)).toBe(false);
});

test('a sent number is never 0', () => {
  expect(nextSequence(0)).toBe(1);
  expect(nextSequence(0xffff_ffff)).toBe(1);
});
