import { defineConfig } from 'vitest/config';

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
      {
        test: {
          name: 'database:prisma',
          root: 'prisma',
          include: ['**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'database:broker',
          root: 'apps/broker',
          include: ['test/**/*.db.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'database:portal',
          root: 'apps/portal',
          include: ['test/**/*.db.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'lab:bmc',
          root: 'packages/bmc',
          include: ['test/**/*.lab.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'lab:broker',
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
