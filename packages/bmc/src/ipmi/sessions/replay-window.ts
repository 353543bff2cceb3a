/**
 * Receive window of session sequence numbers, IPMI 2.0 §6.12.13. Everything here was authenticated, so any
 * number ahead is taken: BMCs with a shared NIC skip numbers, and a link may lose many. Behind the highest,
 * each of the last 32 numbers is taken once.
 */
export interface ReplayWindow {
  /** Whether this number was not seen before and is not too old; remembers it. */
  accept(sequence: number): boolean;
}

const width = 32;

export function createReplayWindow(): ReplayWindow {
  let highest: number | undefined;
  /** Bit n: `highest - n` was seen. */
  let seen = 0;

  return {
    accept(sequence) {
      if (highest === undefined) {
        highest = sequence;
        seen = 1;
        return true;
      }
      const ahead = (sequence - highest) | 0;
      if (ahead > 0) {
        seen = ahead >= width ? 1 : (seen << ahead) | 1;
        highest = sequence;
        return true;
      }
      const behind = -ahead;
      if (behind >= width) return false;
      const bit = 1 << behind;
      if ((seen & bit) !== 0) return false;
      seen |= bit;
      return true;
    },
  };
}

/** The next number to send: 32 bits, never 0. */
export function nextSequence(current: number): number {
  return current >= 0xffff_ffff ? 1 : current + 1;
}
