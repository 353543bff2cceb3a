/** One thing at a time, in order of arrival. */
export interface Lane {
  /** Runs `work` when all that came before is over. */
  enter<T>(work: () => Promise<T>): Promise<T>;
  /** True when nothing runs and nothing waits. */
  readonly idle: boolean;
}

export function createLane(): Lane {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    get idle() {
      return waiting === 0;
    },
    enter(work) {
      waiting += 1;
      const turn = last.then(work);
      // The next in line does not care how this one ended; its own caller does.
      last = turn.catch(() => undefined).finally(() => (waiting -= 1));
      return turn;
    },
  };
}
