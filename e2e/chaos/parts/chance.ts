/** A repeatable source of chance. */
export interface Chance {
  /** 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  integer(from: number, to: number): number;
  pick<T>(items: readonly T[]): T;
  /** At most `count` of the items, without repeats, in no order. */
  sample<T>(items: readonly T[], count: number): T[];
}

/** mulberry32: the same seed gives the same run. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  function sample<T>(items: readonly T[], count: number): T[] {
    return items
      .map((item) => ({ item, rank: next() }))
      .sort((a, b) => a.rank - b.rank)
      .slice(0, count)
      .map(({ item }) => item);
  }
  return {
    next,
    integer,
    sample,
    pick(items) {
      const [item] = sample(items, 1);
      if (item === undefined) throw new RangeError('there is nothing to pick from');
      return item;
    },
  };
}
