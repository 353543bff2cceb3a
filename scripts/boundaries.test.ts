/** Proves that the import rules in biome.json still bite: each forbidden import is written down and linted. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');

const forbidden = [
  ['the portal importing the BMC library', 'apps/portal/src/features/a.ts', '@postern/bmc'],
  [
    'the portal reaching the BMC library by path',
    'apps/portal/src/server/b.ts',
    '../../../../packages/bmc/src/index.ts',
  ],
  ['the portal importing the broker', 'apps/portal/src/server/c.ts', '../../../apps/broker/src/main.ts'],
  ['the portal importing Prisma itself', 'apps/portal/src/server/d.ts', '@prisma/client'],
  ['a portal page importing next-auth', 'apps/portal/src/app/e.ts', 'next-auth'],
  ['the broker importing the portal', 'apps/broker/src/f.ts', '../../../apps/portal/src/env.ts'],
  ['the broker importing components', 'apps/broker/src/g.ts', '@postern/ui'],
  ['the broker opening its own Postgres client', 'apps/broker/src/worker/h.ts', 'pg'],
  ['the product importing a test door', 'apps/broker/src/worker/i.ts', '@postern/bmc/testing'],
  ['the BMC library importing domain', 'packages/bmc/src/j.ts', '@postern/domain'],
  ['domain importing the database', 'packages/domain/src/k.ts', '@postern/database'],
  ['components importing domain', 'packages/ui/src/l.ts', '@postern/domain'],
  ['the database importing the BMC library', 'prisma/src/m.ts', '@postern/bmc'],
] as const;

const allowed = [
  ['the broker importing the BMC library', 'apps/broker/src/worker/n.ts', '@postern/bmc'],
  ['the portal server importing the database', 'apps/portal/src/server/o.ts', '@postern/database'],
  ['the sign-in door importing next-auth', 'apps/portal/src/server/auth/p.ts', 'next-auth'],
  ['the database importing Prisma', 'prisma/src/q.ts', '@prisma/client'],
] as const;

let folder: string;
let refused: Set<string>;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'postern-boundaries-'));
  const config = JSON.parse(readFileSync(path.join(root, 'biome.json'), 'utf8')) as { vcs: unknown };
  config.vcs = { enabled: false };
  writeFileSync(path.join(folder, 'biome.json'), JSON.stringify(config));
  for (const [, file, specifier] of [...forbidden, ...allowed]) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(
      path.join(folder, file),
      `import * as imported from '${specifier}';\n\nexport const used = imported;\n`,
    );
  }
  refused = filesRefusedByImportRules(folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the import rules refuse', () => {
  test.each(forbidden)('%s', (_name, file) => {
    expect(refused).toContain(file);
  });
});

describe('the import rules allow', () => {
  test.each(allowed)('%s', (_name, file) => {
    expect(refused).not.toContain(file);
  });
});

test('the portal does not even declare the BMC library as a dependency', () => {
  const manifest = readFileSync(path.join(root, 'apps/portal/package.json'), 'utf8');
  expect(manifest).not.toContain('@postern/bmc');
});

function filesRefusedByImportRules(cwd: string): Set<string> {
  const biome = path.join(root, 'node_modules/.bin/biome');
  const report = runEvenIfItFails(biome, ['lint', '--reporter=github', '--max-diagnostics=none', '.'], cwd);
  const lines = report.split('\n').filter((line) => line.includes('noRestrictedImports'));
  return new Set(lines.map((line) => path.relative(cwd, /file=([^,]+)/.exec(line)?.[1] ?? '')));
}

function runEvenIfItFails(command: string, args: string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (failure) {
    return String((failure as { stdout?: unknown }).stdout ?? '');
  }
}
