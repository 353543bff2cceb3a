/** `npm run check`: lint, format, types and import rules, each to its end, so that one run names every fault. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');

const steps = [
  ['lint and format', 'biome', ['ci', '.']],
  ['types', 'turbo', ['run', 'typecheck', '--output-logs=errors-only']],
  ['types of the scripts', 'tsc', ['--noEmit', '-p', 'scripts']],
  ['import rules', 'vitest', ['run', '--project', 'unit:scripts', 'boundaries']],
] as const;

const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' };
const failed = steps.filter(([name, command, args]) => {
  console.log(`\n— ${name}`);
  return spawnSync(command, args, { cwd: root, env, stdio: 'inherit' }).status !== 0;
});

for (const [name] of failed) console.error(`failed: ${name}`);
process.exitCode = failed.length === 0 ? 0 : 1;
