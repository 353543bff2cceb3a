import type { Clock } from '../clock.ts';

/** A clock that moves only when told to; due timers run in order of their instants. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
  /** Timers that are armed and not yet run or cancelled. */
  armed(): number;
}

export function createFakeClock(): FakeClock {
  let now = 0;
  const timers = new Set<{ at: number; run: () => void }>();
  const nextDue = (until: number) =>
    [...timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return { cancel: () => void timers.delete(timer) };
    },
    advance(ms) {
      const until = now + ms;
      for (let due = nextDue(until); due; due = nextDue(until)) {
        timers.delete(due);
        now = Math.max(now, due.at);
        due.run();
      }
      now = until;
    },
    armed: () => timers.size,
  };
}
