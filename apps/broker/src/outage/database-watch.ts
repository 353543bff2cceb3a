/**
 * Whether the database takes what this broker has to record. Being away and refusing (a full disk, say) are one thing
 * here: a grant whose end cannot be written down ends all the same.
 */
export interface DatabaseWatch {
  /** It did its part of the work; the question was sent at `askedAtMs`. */
  answered(askedAtMs: number): void;
  failed(): void;
  /** For how long it has not; 0 while it is not known to be away. */
  awayForMs(): number;
}

/** One failure may be a connection that a restart cut, or a process that was stopped and woken. */
const failuresUntilAway = 3;

export function createDatabaseWatch(clock: { now(): number }): DatabaseWatch {
  let answeredAt = clock.now();
  let failures = 0;
  return {
    answered(askedAtMs) {
      answeredAt = askedAtMs;
      failures = 0;
    },
    failed() {
      failures += 1;
    },
    awayForMs: () => (failures < failuresUntilAway ? 0 : clock.now() - answeredAt),
  };
}
