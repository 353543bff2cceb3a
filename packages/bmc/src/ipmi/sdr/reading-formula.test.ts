import { expect, test } from 'vitest';
import { type ReadingFormula, readingValue } from './reading-formula.ts';

const linear: ReadingFormula = {
  format: 'unsigned',
  linearization: 0,
  factors: { m: 1, b: 0, bExponent: 0, rExponent: 0 },
};

test.each([
  ['unsigned', 0x88, 136],
  ['ones-complement', 0x88, -119],
  ['ones-complement', 0xff, 0],
  ['twos-complement', 0x88, -120],
  ['twos-complement', 0x7f, 127],
] as const)('%s %i reads as %f', (format, raw, value) => {
  expect(readingValue({ ...linear, format }, raw)).toBeCloseTo(value, 12);
});

test('y = (m x + b 10^k1) 10^k2, without binary dust', () => {
  const factors = { m: 6, b: 0, bExponent: 0, rExponent: -2 };
  expect(readingValue({ ...linear, factors }, 201)).toBe(12.06);
  const shifted = { m: 2, b: -5, bExponent: 1, rExponent: -1 };
  expect(readingValue({ ...linear, format: 'twos-complement', factors: shifted }, 0x88)).toBe(-29);
});

test.each([
  [1, Math.log(16)],
  [2, Math.log10(16)],
  [3, 4],
  [4, Math.exp(16)],
  [5, 1e16],
  [6, 65_536],
  [7, 0.0625],
  [8, 256],
  [9, 4_096],
  [10, 4],
  [11, Math.cbrt(16)],
] as const)('linearisation %i of 16 is %f', (linearization, value) => {
  expect(readingValue({ ...linear, linearization }, 16)).toBeCloseTo(value, 6);
});

test('a formula that gives no number gives no value', () => {
  expect(readingValue({ ...linear, linearization: 7 }, 0)).toBeUndefined();
  expect(readingValue({ ...linear, linearization: 1 }, 0)).toBeUndefined();
});
