import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

const known = ['crash', 'liars'];

test('without options everything runs, quick, with seed 1', () => {
  expect(readOptions([], known)).toEqual({ only: [], seed: 1, size: 'quick' });
});

test('scenarios, seed and size are taken', () => {
  const args = ['--only', 'crash,liars', '--seed', '7', '--size', 'full'];
  expect(readOptions(args, known)).toEqual({ only: known, seed: 7, size: 'full' });
});

test.each([[['--only', 'flood']], [['--seed', 'x']], [['--size', 'huge']], [['--fast']]])(
  '%j is refused',
  (args) => {
    expect(() => readOptions(args, known)).toThrow(TypeError);
  },
);
