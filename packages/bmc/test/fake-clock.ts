import type { Clock } from '../src/clock.ts';

/** A clock that stands still until it is told to go on. */
export interface FakeClock extends Clock {
  /** Runs what falls due, in order of time, and lets promises settle after each. */
  advance(ms: number): Promise<void>;
  /** Timers that are armed. */
  pending(): number;
}

interface Entry {
  readonly at: number;
  readonly callback: () => void;
}

export function createFakeClock(): FakeClock {
  let now = 0;
  const timers = new Set<Entry>();

  function nextDue(until: number): Entry | undefined {
    const due = [...timers].filter((entry) => entry.at <= until);
    return due.sort((a, b) => a.at - b.at)[0];
  }

  return {
    now: () => now,
    pending: () => timers.size,
    after(delayMs, callback) {
      const entry = { at: now + delayMs, callback };
      timers.add(entry);
      return { cancel: () => timers.delete(entry) };
    },
    async advance(ms) {
      await settle();
      const until = now + ms;
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        now = due.at;
        timers.delete(due);
        due.callback();
        await settle();
      }
      now = until;
      await settle();
    },
  };
}

/** Lets everything that waits for promises only run to its end. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
