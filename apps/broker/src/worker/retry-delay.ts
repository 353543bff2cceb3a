const firstSeconds = 5;
/** With half of it added by chance, and an attempt that was under way, a BMC that comes back is asked within a minute. */
const capInTheFirstHour = 30;
const capAfterwards = 200;

/**
 * Seconds until the next attempt of a revocation: 5 doubling to 30 in the first hour, to 200 after it, ± 50 % so that
 * a rack that comes back is not asked by everybody at once. There is no last attempt.
 */
export function nextAttemptSeconds(facts: {
  /** Attempts so far, this one included. */
  readonly attempts: number;
  readonly revokingForSeconds: number;
  /** 0 to 1. */
  readonly random: number;
}): number {
  const cap = facts.revokingForSeconds < 3_600 ? capInTheFirstHour : capAfterwards;
  // Beyond this exponent the cap decides anyway, and 2 ** 1100 would be infinite.
  const exponent = Math.min(Math.max(facts.attempts - 1, 0), 16);
  return Math.min(cap, firstSeconds * 2 ** exponent) * (0.5 + facts.random);
}
