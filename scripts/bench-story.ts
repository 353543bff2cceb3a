/**
 * `npm run bench:story`: how fast the product's main story is and how much memory it takes, on a production build with
 * the lab and ten servers, seen from a browser and from ipmitool. Prints the medians beside what was promised; asserts
 * nothing.
 */
import path from 'node:path';
import { chromium } from '@playwright/test';
import type { ProductFacts } from '../e2e/product/product-facts.ts';
import { passwordOf, signIn } from '../e2e/stories/visitor.ts';
import { askDatabase } from '../e2e/witness/database-witness.ts';
import { witnessLab } from '../e2e/witness/lab-witness.ts';
import { readLiveAccount } from '../e2e/witness/live-account.ts';
import { describeFigures, type Figure } from './bench/figure.ts';
import { residentMegabytes } from './bench/resident-memory.ts';
import { measureSecondStart } from './bench/second-start.ts';
import {
  type BenchStage,
  measureExpiry,
  measureFirstFrame,
  measurePower,
  measureRequest,
} from './bench/story-figures.ts';
import { noteSocketEnds } from './bench/timed-page.ts';
import type { ProductPorts } from './env.ts';
import { terminalProgress } from './start/progress.ts';
import { type Product, startProduct } from './start/start-product.ts';
import { ensureSystemPackages } from './system-packages.ts';

const ports: ProductPorts = {
  portal: 3710,
  gateway: 3711,
  ops: 3712,
  postgres: 25_710,
  guacd: 4870,
  labBase: 27_100,
  relayBase: 27_600,
};
const stateDir = path.resolve(import.meta.dirname, '../.postern/bench');
const person = 'anna@nordlicht.example';
const serverName = 'web-07';
/** With the lab's five, ten. */
const extraServers = 5;
const settleMs = 10_000;

const progress = terminalProgress();
const capabilities = await ensureSystemPackages({ purpose: 'test', log: progress.note });
if (!capabilities.chromium || !capabilities.ipmitool || !capabilities.ipmiSim) {
  console.error('The story needs chromium, ipmitool and ipmi_sim; see the line above for what to install.');
  process.exit(1);
}
const secondStart = await progress.step('second npm start', () => measureSecondStart(ports));
const policy = { minDurationSeconds: 15, maxExtensions: 3 };
const product = await startProduct({ stateDir, ports, capabilities, policy, extraServers, progress });
try {
  const figures = [secondStart, ...(await measureStory(product))];
  console.log(`\n${describeFigures(figures)}`);
} finally {
  await progress.step('stopped', product.stop);
}

async function measureStory(running: Product): Promise<Figure[]> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ baseURL: running.url, viewport: { width: 1280, height: 900 } });
    await noteSocketEnds(page);
    const facts = factsOf(running);
    await signIn(page, person, passwordOf(facts, person));
    const stage = await benchStage(page, facts);
    const figures = [await progress.step('request', () => measureRequest(stage))];
    figures.push(await progress.step('power', () => measurePower(stage)));
    if (running.guacd !== undefined)
      figures.push(await progress.step('console by guacd', () => measureFirstFrame(stage, 'guacd')));
    figures.push(...(await progress.step('expiry', () => measureExpiry(stage))));
    await running.guacd?.stop();
    await stage.clearAccess();
    await measureRequest(stage);
    figures.push(await progress.step('console, direct', () => measureFirstFrame(stage, 'direct')));
    await stage.clearAccess();
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    return [...figures, ...memoryFigures(running)];
  } finally {
    await browser.close();
  }
}

function memoryFigures({ broker, portal }: Product): Figure[] {
  return [
    { name: 'broker, resident', unit: 'MB', target: 200, runs: [residentMegabytes(broker.pid)] },
    { name: 'portal, resident', unit: 'MB', target: 400, runs: [residentMegabytes(portal.pid)] },
  ];
}

async function benchStage(page: BenchStage['page'], facts: ProductFacts): Promise<BenchStage> {
  const server = witnessLab(facts.labDir).find((each) => each.facts.name === serverName);
  if (server === undefined) throw new Error(`the lab has no ${serverName}`);
  const ask = (sql: string, values: readonly unknown[]) => askDatabase(facts.databaseUrl, sql, values);
  const [row] = await ask('select id from server where name = $1', [serverName]);
  const serverId = String(row?.id);
  return {
    page,
    serverId,
    server,
    liveAccount: () => readLiveAccount(facts, serverId),
    endOfGrant: async () => {
      const [grant] = await ask(
        `select ends_at from access_grant where server_id = $1 and state = 'active'`,
        [serverId],
      );
      if (!(grant?.ends_at instanceof Date)) throw new Error('no grant with an end is active');
      return grant.ends_at.getTime();
    },
    clearAccess: async () => {
      await ask(
        `update access_grant set state = 'revoking', end_cause = 'revoked-by-staff', next_attempt_at = now()
         where server_id = $1 and state in ('requested', 'provisioning', 'active')`,
        [serverId],
      );
      while (
        (await ask(`select 1 from access_grant where server_id = $1 and state = 'revoking'`, [serverId]))
          .length > 0
      );
    },
  };
}

function factsOf(running: Product): ProductFacts {
  const { url, opsUrl, databaseUrl, keys, logins, guacd, broker, portal } = running;
  const labDir = path.join(stateDir, 'lab');
  const [brokerPid, portalPid] = [broker.pid, portal.pid];
  return { url, opsUrl, databaseUrl, keys, logins, labDir, guacdPid: guacd?.pid, brokerPid, portalPid };
}
