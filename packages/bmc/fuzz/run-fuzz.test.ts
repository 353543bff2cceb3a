import { expect, test } from 'vitest';
import { decoders } from './decoders.ts';
import { fuzz } from './run-fuzz.ts';

test('a hundred thousand mutated replies are decoded or refused, never a crash', () => {
  const { failure, decoded, refused } = fuzz(20_261_124, 100_000);
  expect(failure).toBeUndefined();
  expect(decoded).toBeGreaterThan(1_000);
  expect(refused).toBeGreaterThan(1_000);
});

test('every decoder takes each of its samples or refuses it with a reason', () => {
  expect(decoders.length).toBeGreaterThan(50);
  expect(decoders.filter(({ samples }) => samples.length === 0)).toEqual([]);
});
