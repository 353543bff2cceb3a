import path from 'node:path';
import { runTests } from './runner.ts';
import { count, type Tally } from './tally.ts';

export function runPlaywright(root: string, config: string, reportFile: string): Promise<Tally> {
  return runTests({
    args: [
      path.join(root, 'node_modules/@playwright/test/cli.js'),
      'test',
      `--config=${config}`,
      '--reporter=list,json',
    ],
    cwd: path.dirname(config),
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile },
    reportFile,
    read: readPlaywright,
  });
}

/** Playwright's own words: expected, unexpected, flaky (passed at the second try, which only CI gives), skipped. */
export function readPlaywright(report: unknown): Tally {
  return {
    passed: count(report, 'stats', 'expected') + count(report, 'stats', 'flaky'),
    failed: count(report, 'stats', 'unexpected'),
    skipped: count(report, 'stats', 'skipped'),
  };
}
