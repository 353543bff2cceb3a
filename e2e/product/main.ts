/**
 * The product for the browser stories, on its own ports and state: Playwright starts it, waits for its last line and
 * ends it with SIGTERM. By hand: `node e2e/product/main.ts`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedPostgres } from '@postern/database/testing';
import { terminalProgress } from '../../scripts/start/progress.ts';
import { type Product, startProduct } from '../../scripts/start/start-product.ts';
import { findCapabilities } from '../../scripts/system-packages.ts';
import { clearState } from './clear-state.ts';
import {
  type ProductFacts,
  productFactsFile,
  storyPorts,
  storyState,
  trafficFolder,
} from './product-facts.ts';

/** Short enough to watch a grant end by itself, long enough to open a console before. */
const policy = { minDurationSeconds: 15, maxDurationSeconds: 14_400 };

const stopAsked = new Promise<string>((resolve) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve('stopping'));
});

await clearState(storyState);
mkdirSync(storyState, { recursive: true });
mkdirSync(trafficFolder, { mode: 0o700 });
await startEmptyPostgres();
const product = await startProduct({
  stateDir: storyState,
  ports: storyPorts,
  capabilities: findCapabilities(),
  policy,
  progress: terminalProgress(),
});
writeFileSync(productFactsFile, JSON.stringify(factsOf(product)), { mode: 0o600 });
console.log('product ready');
const reason = await Promise.race([stopAsked, product.failed]);
console.log(reason);
await product.stop();
process.exit(reason === 'stopping' ? 0 : 1);

/** Left running: the product takes it over, and ends it with the rest. */
async function startEmptyPostgres(): Promise<void> {
  const dataDir = path.join(storyState, 'postgres');
  await startEmbeddedPostgres({ dataDir, port: storyPorts.postgres, fresh: true });
}

function factsOf({ url, opsUrl, databaseUrl, keys, logins, guacd, broker, portal }: Product): ProductFacts {
  const labDir = path.join(storyState, 'lab');
  const [brokerPid, portalPid] = [broker.pid, portal.pid];
  return { url, opsUrl, databaseUrl, keys, logins, labDir, guacdPid: guacd?.pid, brokerPid, portalPid };
}
