/** A timer that was armed; `cancel` may be called any number of times. */
export interface Timer {
  cancel(): void;
}

/** Time that only moves forward, for deadlines: a step of the wall clock must not lengthen anybody's access. */
export interface Clock {
  /** Milliseconds since some fixed instant. */
  now(): number;
  after(ms: number, run: () => void): Timer;
}

/** Node caps one timer at 2^31 - 1 ms and fires longer ones at once, so a long wait is cut into pieces. */
const longestTimerMs = 2 ** 31 - 1;

export const monotonicClock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    let handle: NodeJS.Timeout;
    const arm = (leftMs: number) => {
      const stepMs = Math.min(Math.max(leftMs, 0), longestTimerMs);
      handle = setTimeout(() => (leftMs > stepMs ? arm(leftMs - stepMs) : run()), stepMs);
    };
    arm(ms);
    return { cancel: () => clearTimeout(handle) };
  },
};
