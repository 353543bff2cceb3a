import path from 'node:path';
import { runTests } from './runner.ts';
import { count, type Tally } from './tally.ts';

/** @param kinds project families of vitest.config.ts: `unit`, `database`, `lab` */
export function runVitest(root: string, kinds: readonly string[], reportFile: string): Promise<Tally> {
  return runTests({
    args: [
      path.join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...kinds.flatMap((kind) => ['--project', `${kind}:*`]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
    ],
    cwd: root,
    reportFile,
    read: readVitest,
  });
}

export function readVitest(report: unknown): Tally {
  return {
    passed: count(report, 'numPassedTests'),
    failed: count(report, 'numFailedTests'),
    skipped: count(report, 'numPendingTests') + count(report, 'numTodoTests'),
  };
}
