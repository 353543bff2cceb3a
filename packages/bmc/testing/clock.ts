/** Time as the virtual parts see it, so that a test can turn the hands itself. */
export interface Clock {
  /** Milliseconds that only grow. */
  now(): number;
  /** Runs once after `delayMs`; the returned function calls it off. */
  after(delayMs: number, run: () => void): () => void;
}

/** The real clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, Math.max(0, delayMs)).unref();
    return () => clearTimeout(timer);
  },
};

export interface ManualClock extends Clock {
  /** Moves time on and runs what falls due, in order. */
  advance(byMs: number): void;
}

/** A clock that stands still until `advance` is called. */
export function createManualClock(startMs = 0): ManualClock {
  let nowMs = startMs;
  let due: { atMs: number; run: () => void }[] = [];
  return {
    now: () => nowMs,
    after(delayMs, run) {
      const entry = { atMs: nowMs + delayMs, run };
      due = [...due, entry].sort((a, b) => a.atMs - b.atMs);
      return () => {
        due = due.filter((other) => other !== entry);
      };
    },
    advance(byMs) {
      const endMs = nowMs + byMs;
      for (let next = due[0]; next !== undefined && next.atMs <= endMs; next = due[0]) {
        due = due.slice(1);
        nowMs = next.atMs;
        next.run();
      }
      nowMs = endMs;
    },
  };
}
