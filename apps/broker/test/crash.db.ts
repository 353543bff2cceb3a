/**
 * A broker that dies: at each moment between two things it does, while it makes an account and while it removes one.
 * The dead one hangs for ever at that moment, as a killed process would, and another one starts on the same rows.
 */
import { createDatabase, type Database, registerBroker } from '@postern/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrokerParts } from '../src/broker-parts.ts';
import { createMetrics } from '../src/metrics.ts';
import { createSiteGate } from '../src/observation/site-gate.ts';
import { createBmcLanes } from '../src/provisioning/bmc-lanes.ts';
import { type BmcDriver, createBmcDriver } from '../src/provisioning/drivers.ts';
import { provisioningQueue } from '../src/worker/provision-grant.ts';
import { revocationQueue } from '../src/worker/revoke-grant.ts';
import {
  canLogIn,
  createTestSite,
  impatient,
  namesOn,
  type TestServer,
  type TestSite,
  until,
  untilState,
} from './support/site.ts';

/** Counts moments, and stops the world at one of them. */
interface Fate {
  readonly moments: string[];
  pass(moment: string): Promise<void>;
  readonly died: Promise<void>;
}

function fateAt(deathly: number | undefined): Fate {
  const moments: string[] = [];
  let die = (): void => undefined;
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  return {
    moments,
    died,
    pass(moment) {
      moments.push(moment);
      if (moments.length - 1 !== deathly) return Promise.resolve();
      die();
      return new Promise(() => undefined);
    },
  };
}

type AnyFunction = (...args: never[]) => Promise<unknown>;

/** The same object, each of whose promises can be the last thing that happens: before it, or after it. */
function mortal<T extends object>(target: T, name: string, fate: Fate, only?: readonly string[]): T {
  return new Proxy(target, {
    get(object, property) {
      const value: unknown = Reflect.get(object, property);
      const label = `${name}.${String(property)}`;
      if (typeof value === 'object' && value !== null && only === undefined)
        return mortal(value, label, fate);
      if (typeof value !== 'function') return value;
      const bound = (value as AnyFunction).bind(object);
      if (only !== undefined && !only.includes(String(property))) return bound;
      return async (...args: never[]) => {
        await fate.pass(`before ${label}`);
        const result = await bound(...args);
        await fate.pass(`after ${label}`);
        return result;
      };
    },
  });
}

function mortalDatabase(db: Database, fate: Fate): Database {
  return {
    client: mortal(db.client, 'db', fate, ['$queryRaw', '$executeRaw']),
    // Inside a transaction a crash is a rollback, the same as one before it.
    async transaction(work) {
      await fate.pass('before transaction');
      const result = await db.transaction(work);
      await fate.pass('after transaction');
      return result;
    },
    close: () => db.close(),
  };
}

function mortalDriver(driver: BmcDriver, fate: Fate): BmcDriver {
  return {
    ...driver,
    async open(target) {
      const bmc = await driver.open(target);
      await fate.pass('after open');
      return bmc.protocol === 'ipmi'
        ? { ...bmc, accounts: mortal(bmc.accounts, 'accounts', fate) }
        : { ...bmc, accounts: mortal(bmc.accounts, 'accounts', fate) };
    },
    async checkLogin(target) {
      const verdict = await driver.checkLogin(target);
      await fate.pass('after checkLogin');
      return verdict;
    },
  };
}

let site: TestSite;
let attic: string;
beforeAll(async () => {
  site = await createTestSite();
  attic = (await site.owner.client.site.create({ data: { slug: 'attic', name: 'Attic' } })).id;
});
afterAll(() => site.close());

/** A broker with nothing but its hands: no loops, so that its moments are the same each time. */
async function mortalBroker(fate: Fate): Promise<BrokerParts & { bury(): Promise<void> }> {
  const world = await site.brokerWorld({ name: 'broker-1' });
  const { brokerId } = await registerBroker(world.db.client, {
    siteId: site.siteId,
    name: 'broker-1',
    version: '0',
    consoleUrl: 'ws://localhost',
    guacdAvailable: false,
  });
  const db = mortalDatabase(world.db, fate);
  const driver = mortalDriver(world.driver, fate);
  const metrics = createMetrics();
  const actor = { kind: 'broker', id: brokerId, name: 'broker-1' } as const;
  const { siteId } = site;
  const gate = createSiteGate({ ...world, db, siteId, siteName: 'fra1', actor, metrics });
  const deps = { ...world, db, driver, brokerId, brokerName: 'broker-1', metrics, gate };
  return {
    ...deps,
    siteId,
    actor,
    lanes: createBmcLanes(deps),
    reportedForeigners: new Set(),
    stopping: new AbortController().signal,
    /** The kernel closes a dead process's sockets. */
    async bury() {
      await world.driver.close();
      await world.db.close();
      await world.journal.close();
    },
  };
}

type Work = 'provision' | 'revoke';

/** Runs the work of one grant until it ends or dies. Returns the moments that it lived through. */
async function live(work: Work, deathly: number | undefined): Promise<readonly string[]> {
  const fate = fateAt(deathly);
  const parts = await mortalBroker(fate);
  const queue = work === 'provision' ? provisioningQueue(parts) : revocationQueue(parts);
  const lived = (async () => {
    const [job] = await queue.claim(1);
    await job?.run();
  })();
  await Promise.race([lived, fate.died]);
  await parts.bury();
  return fate.moments;
}

/** Another process of the same broker finds the rows. It ends what is to end, and then there is nothing left. */
async function expectNothingLeft(server: TestServer, grantId: string): Promise<void> {
  const broker = await site.start({ name: 'broker-1' });
  try {
    const state = await until(async () => {
      const grant = await site.grant(grantId);
      return (grant.state === 'active' || grant.state === 'revoked') && grant.state;
    });
    if (state === 'active') {
      const login = await site.revealPassword(grantId);
      expect(await canLogIn(server.bmc, login)).toBe(true);
      await site.endGrant(grantId);
    }
    const revoked = await untilState(site, grantId, 'revoked');
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
    expect(server.bmc.server.users.list().filter(({ slot, enabled }) => enabled && slot !== 2)).toEqual([]);
    expect(revoked.accounts.every(({ goneAt }) => goneAt !== null)).toBe(true);
    expect((await site.auditOf(grantId)).filter((type) => type === 'grant.revoked')).toHaveLength(1);
  } finally {
    await broker.stop();
    // Out of the way: each broker that starts looks at every BMC of its site.
    await site.owner.client.server.update({ where: { id: server.serverId }, data: { siteId: attic } });
  }
}

describe('a broker that dies while it makes an account', () => {
  test('leaves nothing that the next one does not find, at whichever moment', async () => {
    const server = await site.addServer();
    const first = await site.requestGrant(server);
    const moments = await live('provision', undefined);
    await expectNothingLeft(server, first);
    expect(moments.length).toBeGreaterThan(30);

    for (let moment = 0; moment < moments.length; moment += 1) {
      const unlucky = await site.addServer();
      const grantId = await site.requestGrant(unlucky);
      await live('provision', moment);
      await expectNothingLeft(unlucky, grantId).catch((error: unknown) => {
        throw new Error(`died ${moments[moment]} (${moment})`, { cause: error });
      });
    }
  }, 180_000);

  test('and whose tenant ends the grant before anybody goes on with it', async () => {
    const server = await site.addServer();
    await site.requestGrant(server);
    const moments = await live('provision', undefined);
    for (let moment = 0; moment < moments.length; moment += 3) {
      const unlucky = await site.addServer();
      const grantId = await site.requestGrant(unlucky);
      await live('provision', moment);
      await site.endGrant(grantId);
      await expectNothingLeft(unlucky, grantId);
    }
  }, 180_000);
});

test('a broker that dies while it removes an account leaves nothing, at whichever moment', async () => {
  async function endingGrant() {
    const server = await site.addServer();
    const grantId = await site.requestGrant(server);
    await live('provision', undefined);
    await site.endGrant(grantId);
    return { server, grantId };
  }
  const { server, grantId } = await endingGrant();
  const moments = await live('revoke', undefined);
  await expectNothingLeft(server, grantId);
  expect(moments.length).toBeGreaterThan(30);

  for (let moment = 0; moment < moments.length; moment += 1) {
    const unlucky = await endingGrant();
    await live('revoke', moment);
    await expectNothingLeft(unlucky.server, unlucky.grantId).catch((error: unknown) => {
      throw new Error(`died ${moments[moment]} (${moment})`, { cause: error });
    });
  }
}, 180_000);

test('a broker that slept through a takeover writes nothing', async () => {
  const server = await site.addServer();
  const grantId = await site.requestGrant(server);
  const asleep = createDatabase({ url: site.url, role: 'postern_broker', maxConnections: 3 });
  let wakeUp = (): void => undefined;
  const slept = new Promise<void>((resolve) => {
    wakeUp = resolve;
  });
  const driver = createBmcDriver(impatient);
  let sleeping = false;
  const drowsy: BmcDriver = {
    ...driver,
    async open(target) {
      const bmc = await driver.open(target);
      if (bmc.protocol !== 'ipmi') return bmc;
      const { accounts } = bmc;
      const readTable = async () => {
        const table = await accounts.readTable();
        sleeping = true;
        await slept;
        return table;
      };
      return { ...bmc, accounts: { ...accounts, readTable } };
    },
  };
  const world = await site.brokerWorld({ name: 'sleeper', db: asleep, driver: drowsy });
  const { brokerId } = await registerBroker(asleep.client, {
    siteId: site.siteId,
    name: 'sleeper',
    version: '0',
    consoleUrl: 'ws://localhost',
    guacdAvailable: false,
  });
  const metrics = createMetrics();
  const actor = { kind: 'broker', id: brokerId, name: 'sleeper' } as const;
  const { siteId } = site;
  const gate = createSiteGate({ ...world, siteId, siteName: 'fra1', actor, metrics });
  const deps = { ...world, brokerId, brokerName: 'sleeper', metrics, gate };
  const lanes = createBmcLanes(deps);
  const parts: BrokerParts = {
    ...deps,
    siteId,
    actor,
    lanes,
    reportedForeigners: new Set(),
    stopping: new AbortController().signal,
  };
  const [job] = await provisioningQueue(parts).claim(1);
  const run = job?.run();
  await until(async () => sleeping);

  // While it sleeps its lease and claim run out, and another broker does the work.
  await site.owner.client
    .$executeRaw`update bmc_lease set expires_at = now() where bmc_id = ${server.bmcId}::uuid`;
  await site.owner.client
    .$executeRaw`update access_grant set claimed_until = now() where id = ${grantId}::uuid`;
  const awake = await site.start({ name: 'broker-2' });
  await untilState(site, grantId, 'active');
  const before = server.bmc.effects.received.get('set-user-name');
  wakeUp();
  await run;
  expect(server.bmc.effects.received.get('set-user-name')).toBe(before);
  expect((await site.grant(grantId)).accounts).toHaveLength(1);
  await lanes.close();
  await driver.close();
  await asleep.close();
  await world.journal.close();
  await awake.stop();
});
