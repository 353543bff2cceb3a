/** When an account's time is over, told without the wall clock: in the clock of this machine's current boot. */

/** A clock that all processes of this machine share until it is started again. */
export interface BootClock {
  /** Names the boot; another one has another zero. */
  readonly boot: string;
  /** Milliseconds that only grow. */
  now(): number;
}

export interface KnownEnd {
  readonly boot: string;
  readonly atMs: number;
  /** What was left of it when it was learnt. After a boot nothing else is known. */
  readonly leftMs: number;
}

/**
 * `secondsLeft` as the database answered, counted from `askedAtMs`, the instant *before* it was asked: a slow answer can
 * only make the end earlier.
 */
export function endFrom(clock: BootClock, secondsLeft: number, askedAtMs: number): KnownEnd {
  const leftMs = Math.max(0, secondsLeft * 1_000);
  return { boot: clock.boot, atMs: askedAtMs + leftMs, leftMs };
}

/**
 * The instant of an end by the clock of this boot. Of an end that an earlier boot wrote down only this is sure: it is not
 * later than what was left then, counted from `sinceMs`, when this boot first read it. So it comes late by the time that
 * the machine was off, and it comes.
 */
export function endInstant(end: KnownEnd, clock: BootClock, sinceMs: number): number {
  return end.boot === clock.boot ? end.atMs : sinceMs + end.leftMs;
}
