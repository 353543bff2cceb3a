import { expect, test } from 'vitest';
import { readPlaywright } from './playwright.ts';
import { addTallies, describeTally, tallyOf } from './tally.ts';
import { readVitest } from './vitest.ts';

test('the last line adds the runners up', () => {
  const vitest = readVitest({ numPassedTests: 40, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 });
  const playwright = readPlaywright({ stats: { expected: 5, unexpected: 2, flaky: 1, skipped: 3 } });
  expect(describeTally(addTallies([vitest, playwright]))).toBe('46 passed, 3 failed, 6 skipped');
});

test('a runner that fails without a failed test still counts as a failure', () => {
  expect(tallyOf({ numPassedTests: 3 }, true, readVitest).failed).toBe(1);
  expect(tallyOf(undefined, true, readVitest).failed).toBe(1);
});

test('a story that passed at its second try has passed, one that failed twice has failed', () => {
  const tally = readPlaywright({ stats: { expected: 0, unexpected: 1, flaky: 1, skipped: 0 } });
  expect(tally).toEqual({ passed: 1, failed: 1, skipped: 0 });
});
