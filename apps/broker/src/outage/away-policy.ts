/** When a broker that cannot ask may end access by what it knows. Pure. */
export interface AwayPolicy {
  /** The database has been away for at least this long: longer than a restart or a failover takes. */
  readonly patienceMs: number;
  /** The known end is past by at least this: an extension that was under way when the line broke has been heard of. */
  readonly marginMs: number;
  /** Brokers that did not make the account wait this much longer, so that two seldom work on one BMC. */
  readonly othersWaitMs: number;
}

export const awayPolicy: AwayPolicy = { patienceMs: 30_000, marginMs: 15_000, othersWaitMs: 30_000 };

export function isDue(
  { marginMs, othersWaitMs }: AwayPolicy,
  facts: { readonly dueAtMs: number | undefined; readonly nowMs: number; readonly madeHere: boolean },
): boolean {
  // Without an end of its own it stays: a permanent grant is ended by people.
  if (facts.dueAtMs === undefined) return false;
  return facts.nowMs >= facts.dueAtMs + marginMs + (facts.madeHere ? 0 : othersWaitMs);
}
