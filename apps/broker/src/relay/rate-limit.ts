export interface Rate {
  readonly perSecond: number;
  /** How many may come at once after a silence. */
  readonly burst: number;
}

export interface RateLimit {
  /** Whether one more may pass at `nowMs`, which only grows. */
  take(nowMs: number): boolean;
}

/** A bucket that fills steadily: what exceeds it is refused, not kept for later. */
export function createRateLimit({ perSecond, burst }: Rate): RateLimit {
  let tokens = burst;
  let filledAt: number | undefined;
  return {
    take(nowMs) {
      tokens = Math.min(burst, tokens + ((nowMs - (filledAt ?? nowMs)) * perSecond) / 1_000);
      filledAt = nowMs;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
