/** How many tests ended how. */
export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number };

export function addTallies(tallies: readonly Tally[]): Tally {
  const sum = (pick: (tally: Tally) => number) => tallies.reduce((total, tally) => total + pick(tally), 0);
  return { passed: sum((t) => t.passed), failed: sum((t) => t.failed), skipped: sum((t) => t.skipped) };
}

/** The last line of a test run. */
export function describeTally({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * Reads what a runner has counted. A runner that fails without a failed test (a file that does not load, an error
 * outside of any test) counts as one failure, so that the sum never looks better than the run was.
 * @param report the runner's JSON report; undefined where it wrote none
 */
export function tallyOf(report: unknown, runnerFailed: boolean, read: (report: unknown) => Tally): Tally {
  const tally = report === undefined ? { passed: 0, failed: 0, skipped: 0 } : read(report);
  return runnerFailed && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

/** A number in a parsed report; 0 where it is missing. */
export function count(report: unknown, ...keys: readonly string[]): number {
  let value: unknown = report;
  for (const key of keys) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }
  return typeof value === 'number' ? value : 0;
}
