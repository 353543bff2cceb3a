import type { Clock, Timer } from './clock.ts';

/** The end of one console, kept by a timer of this process so that it holds while Postgres is away. */
export interface Deadline {
  /**
   * The end as the database sees it now: `secondsLeft` counted from the clock's instant `askedAt`, which is taken
   * *before* the question is sent, so that a slow answer can only make the end earlier. `undefined`: no end.
   * Returns whether the end moved by more than a second.
   */
  move(secondsLeft: number | undefined, askedAt: number): boolean;
  /** Seconds until the cut, never negative; `undefined` when there is no end. */
  secondsLeft(): number | undefined;
  cancel(): void;
}

const noticeableMs = 1000;

/** Calls `onDue` once, when the end is reached. A deadline without a first `move` never fires. */
export function createDeadline(options: { readonly clock: Clock; readonly onDue: () => void }): Deadline {
  const { clock, onDue } = options;
  let dueAt: number | undefined;
  let timer: Timer | undefined;

  return {
    move(secondsLeft, askedAt) {
      const before = dueAt;
      timer?.cancel();
      dueAt = secondsLeft === undefined ? undefined : askedAt + secondsLeft * 1000;
      timer = dueAt === undefined ? undefined : clock.after(Math.max(0, dueAt - clock.now()), onDue);
      return before === undefined || dueAt === undefined
        ? before !== dueAt
        : Math.abs(dueAt - before) > noticeableMs;
    },
    secondsLeft: () => (dueAt === undefined ? undefined : Math.max(0, (dueAt - clock.now()) / 1000)),
    cancel: () => timer?.cancel(),
  };
}
