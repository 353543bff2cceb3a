import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** Holds one Postgres through the run; each test file makes a database of its own on it. */
const sharedPostgres = path.resolve(import.meta.dirname, 'prisma/testing/global-setup.ts');

/**
 * Tests with real processes behind them (Postgres, simulators, virtual machines) share a few cores with them. CI gives
 * such a test a second try and the report names it; unit tests get none.
 */
const retry = process.env.CI === 'true' ? 1 : 0;

/** `unit:*` needs nothing but Node; `database:*` starts its own Postgres; `lab:*` needs the lab's system packages. */
export default defineConfig({
  test: {
    projects: [
      unit('bmc', 'packages/bmc'),
      unit('domain', 'packages/domain'),
      unit('ui', 'packages/ui'),
      unit('broker', 'apps/broker'),
      unit('portal', 'apps/portal'),
      unit('helm', 'deploy/helm'),
      unit('scripts', 'scripts'),
      unit('chaos', 'e2e/chaos'),
      {
        test: {
          name: 'database:prisma',
          retry,
          globalSetup: sharedPostgres,
          root: 'prisma',
          include: ['**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'database:scripts',
          retry,
          root: 'scripts',
          globalSetup: sharedPostgres,
          include: ['**/*.db.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'database:broker',
          retry,
          globalSetup: sharedPostgres,
          root: 'apps/broker',
          include: ['test/**/*.db.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'database:portal',
          retry,
          globalSetup: sharedPostgres,
          root: 'apps/portal',
          include: ['test/**/*.db.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'database:chaos',
          retry,
          globalSetup: sharedPostgres,
          root: 'e2e/chaos',
          include: ['**/*.db.ts'],
          testTimeout: 600_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'lab:bmc',
          retry,
          root: 'packages/bmc',
          include: ['test/**/*.lab.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'lab:lab',
          retry,
          root: 'e2e/lab',
          include: ['**/*.lab.ts'],
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        test: {
          name: 'lab:broker',
          retry,
          globalSetup: sharedPostgres,
          root: 'apps/broker',
          include: ['test/**/*.lab.ts'],
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
    ],
  },
});

function unit(name: string, root: string) {
  return {
    test: {
      name: `unit:${name}`,
      root,
      include: ['**/*.test.ts', '**/*.test.tsx'],
      exclude: ['**/node_modules/**', '**/.next/**'],
    },
  };
}
