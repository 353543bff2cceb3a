import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { type Tally, tallyOf } from './tally.ts';

export type RunnerOptions = {
  /** Arguments for our own Node. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Where the runner writes its JSON report. */
  readonly reportFile: string;
  readonly read: (report: unknown) => Tally;
};

/** Runs a test runner with its output on the terminal, and counts from its report. */
export async function runTests({ args, cwd, env, reportFile, read }: RunnerOptions): Promise<Tally> {
  rmSync(reportFile, { force: true });
  const child = spawn(process.execPath, [...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGTERM', pass);
  const [code] = await once(child, 'exit');
  process.off('SIGTERM', pass);
  const report: unknown = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : undefined;
  return tallyOf(report, code !== 0, read);
}
