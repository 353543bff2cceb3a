import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { storyPorts } from './product/product-facts.ts';

const root = path.resolve(import.meta.dirname, '..');

/** One worker: the stories share five rented servers and two cores. */
export default defineConfig({
  testDir: 'stories',
  outputDir: '../test-results/e2e',
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env.CI === 'true',
  // As for the other tests with real machines behind them: see vitest.config.ts.
  retries: process.env.CI === 'true' ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: `http://localhost:${storyPorts.portal}`,
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'stories', testIgnore: /(without-guacd|secrets)\.spec\.ts$/ },
    // Kills guacd for good.
    { name: 'without-guacd', testMatch: /without-guacd\.spec\.ts$/, dependencies: ['stories'] },
    // Last of all: it searches what the others have left behind.
    { name: 'secrets', testMatch: /secrets\.spec\.ts$/, dependencies: ['stories', 'without-guacd'] },
  ],
  // POSTERN_STORY_PRODUCT=running: one was started by hand, with `node e2e/product/main.ts`.
  ...(process.env.POSTERN_STORY_PRODUCT !== 'running' && { webServer: storyProduct() }),
});

function storyProduct() {
  return {
    command: `${process.execPath} e2e/product/main.ts`,
    cwd: root,
    wait: { stdout: /product ready/ },
    timeout: 240_000,
    stdout: 'pipe',
    stderr: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
  } as const;
}
