/**
 * `npm test`: every test, or a part of them: `npm test -- unit`, `npm test -- lab e2e`. Ends with one line that adds
 * them up.
 */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { ensureSystemPackages } from './system-packages.ts';
import { runPlaywright } from './test/playwright.ts';
import { addTallies, describeTally, type Tally } from './test/tally.ts';
import { runVitest } from './test/vitest.ts';

const parts = ['unit', 'database', 'lab', 'e2e'] as const;
type Part = (typeof parts)[number];

const root = path.resolve(import.meta.dirname, '..');
const reports = path.join(root, '.postern', 'test-reports');

async function main(asked: readonly string[]): Promise<number> {
  const unknown = asked.filter((part) => !(parts as readonly string[]).includes(part));
  if (unknown.length > 0) {
    console.error(`There is no part ${unknown.join(', ')}; the parts are ${parts.join(', ')}.`);
    return 2;
  }
  const chosen = parts.filter((part) => asked.length === 0 || asked.includes(part));
  mkdirSync(reports, { recursive: true });
  if (needsSystemPackages(chosen)) await ensureSystemPackages({ purpose: 'test', log: console.log });
  const total = addTallies(await run(chosen));
  console.log(describeTally(total));
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

function needsSystemPackages(chosen: readonly Part[]): boolean {
  return chosen.includes('lab') || chosen.includes('e2e');
}

async function run(chosen: readonly Part[]): Promise<Tally[]> {
  const tallies: Tally[] = [];
  const kinds = chosen.filter((part) => part !== 'e2e');
  if (kinds.length > 0) tallies.push(await runVitest(root, kinds, path.join(reports, 'vitest.json')));
  const stories = path.join(root, 'e2e', 'playwright.config.ts');
  if (chosen.includes('e2e') && existsSync(stories)) {
    tallies.push(await runPlaywright(root, stories, path.join(reports, 'playwright.json')));
  }
  return tallies;
}

process.exitCode = await main(process.argv.slice(2));
