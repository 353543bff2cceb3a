import { parseArgs } from 'node:util';
import type { Size } from './scenario.ts';

export interface ChaosOptions {
  /** Names of scenarios; empty: all of them. */
  readonly only: readonly string[];
  readonly seed: number;
  readonly size: Size;
}

export const usage = 'usage: npm run chaos -- [--only crash,liars] [--seed 7] [--size quick|full]';

/** @throws TypeError with what is wrong. */
export function readOptions(args: readonly string[], known: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: '' },
      seed: { type: 'string', default: '1' },
      size: { type: 'string', default: 'quick' },
    },
  });
  const only = values.only.split(',').filter((name) => name !== '');
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new TypeError(`There is no scenario ${unknown.join(', ')}: ${known.join(', ')}.`);
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new TypeError('The seed is a whole number.');
  if (values.size !== 'quick' && values.size !== 'full') throw new TypeError('The size is quick or full.');
  return { only, seed, size: values.size };
}
