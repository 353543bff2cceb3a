import type { Clock } from '../src/clock.ts';

/** The real clock, whose timers do not keep a process alive: nothing virtual is worth waiting for. */
export const backgroundClock: Clock = {
  now: () => performance.now(),
  after(delayMs, callback) {
    const handle = setTimeout(callback, Math.max(0, delayMs)).unref();
    return { cancel: () => clearTimeout(handle) };
  },
};

export interface ManualClock extends Clock {
  /** Moves time on and runs what falls due, in order. */
  advance(byMs: number): void;
}

/** A clock that stands still until `advance` is called. */
export function createManualClock(startMs = 0): ManualClock {
  let nowMs = startMs;
  let due: { atMs: number; callback: () => void }[] = [];
  return {
    now: () => nowMs,
    after(delayMs, callback) {
      const entry = { atMs: nowMs + delayMs, callback };
      due = [...due, entry].sort((a, b) => a.atMs - b.atMs);
      return {
        cancel() {
          due = due.filter((other) => other !== entry);
        },
      };
    },
    advance(byMs) {
      const endMs = nowMs + byMs;
      for (let next = due[0]; next !== undefined && next.atMs <= endMs; next = due[0]) {
        due = due.slice(1);
        nowMs = next.atMs;
        next.callback();
      }
      nowMs = endMs;
    },
  };
}
