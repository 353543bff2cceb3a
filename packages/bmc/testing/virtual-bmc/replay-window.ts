/** How far behind the newest number a late packet may be (IPMI 2.0 §6.12.13 wants 16 each way). */
const WIDTH = 16;

export interface ReplayWindow {
  /** Takes a sequence number once; `false` for a repeat, for 0 and for one that is too far off. */
  accept(sequence: number): boolean;
}

/** Sliding window over the sequence numbers of authenticated packets. */
export function createReplayWindow(): ReplayWindow {
  let newest = 0;
  let seen = new Set<number>();
  return {
    accept(sequence) {
      const tooFar = sequence > newest + WIDTH || sequence <= newest - WIDTH;
      if (sequence === 0 || tooFar || seen.has(sequence)) return false;
      newest = Math.max(newest, sequence);
      seen = new Set([...seen, sequence].filter((number) => number > newest - WIDTH));
      return true;
    },
  };
}
