/** A broker whose clock differs from the database's by more than this is wrong enough to refuse new grants. */
export const clockOffsetLimitMs = 5_000;

export interface ClockReading {
  /** This host's clock minus the database's. */
  readonly offsetMs: number;
  /** The truth lies within so much of `offsetMs`: half the time that the question took. */
  readonly uncertaintyMs: number;
}

/** The offset of a clock, taken at the middle of a question to the other one. All in milliseconds since 1970. */
export function readClockOffset(times: {
  readonly askedMs: number;
  readonly answeredMs: number;
  readonly theirsMs: number;
}): ClockReading {
  const { askedMs, answeredMs, theirsMs } = times;
  return { offsetMs: (askedMs + answeredMs) / 2 - theirsMs, uncertaintyMs: (answeredMs - askedMs) / 2 };
}
