/**
 * A broker that dies: at each moment between two things it does, while it makes an account and while it removes one.
 * The dead one hangs for ever at that moment, as a killed process would, and another one starts on the same rows.
 */
import { createDatabase, registerBroker } from '@postern/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrokerParts } from '../src/broker-parts.ts';
import { createMetrics } from '../src/metrics.ts';
import { createSiteGate } from '../src/observation/site-gate.ts';
import { createBmcLanes } from '../src/provisioning/bmc-lanes.ts';
import { type BmcDriver, createBmcDriver } from '../src/provisioning/drivers.ts';
import { provisioningQueue } from '../src/worker/provision-grant.ts';
import { revocationQueue } from '../src/worker/revoke-grant.ts';
import { fateAt, mortalBroker, relayDeskOf } from './support/mortal-broker.ts';
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

let site: TestSite;
let attic: string;
beforeAll(async () => {
  site = await createTestSite();
  attic = (await site.owner.client.site.create({ data: { slug: 'attic', name: 'Attic' } })).id;
});
afterAll(() => site.close());

type Work = 'provision' | 'revoke';

/** Runs the work of one grant until it ends or dies. Returns the moments that it lived through. */
async function live(work: Work, deathly: number | undefined): Promise<readonly string[]> {
  const fate = fateAt(deathly);
  const parts = await mortalBroker(site, fate);
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
  }, 360_000);

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
  }, 360_000);
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
}, 360_000);

describe.each(['redfish-slots', 'redfish-collection'] as const)('over %s', (shape) => {
  /** Each moment takes a whole life of a grant: of the many, every fourth, each time beginning with another one. */
  const sampled = (moments: readonly string[], first: number) =>
    moments.map((_, moment) => moment).filter((moment) => moment % 4 === first);

  test('a broker that dies while it makes an account leaves nothing', async () => {
    const server = await site.addServer({ shape });
    const first = await site.requestGrant(server);
    const moments = await live('provision', undefined);
    await expectNothingLeft(server, first);
    for (const moment of sampled(moments, 1)) {
      const unlucky = await site.addServer({ shape });
      const grantId = await site.requestGrant(unlucky);
      await live('provision', moment);
      await expectNothingLeft(unlucky, grantId).catch((error: unknown) => {
        throw new Error(`died ${moments[moment]} (${moment})`, { cause: error });
      });
    }
  }, 360_000);

  test('a broker that dies while it removes an account leaves nothing', async () => {
    async function endingGrant() {
      const server = await site.addServer({ shape });
      const grantId = await site.requestGrant(server);
      await live('provision', undefined);
      await site.endGrant(grantId);
      return { server, grantId };
    }
    const { server, grantId } = await endingGrant();
    const moments = await live('revoke', undefined);
    await expectNothingLeft(server, grantId);
    for (const moment of sampled(moments, 2)) {
      const unlucky = await endingGrant();
      await live('revoke', moment);
      await expectNothingLeft(unlucky.server, unlucky.grantId).catch((error: unknown) => {
        throw new Error(`died ${moments[moment]} (${moment})`, { cause: error });
      });
    }
  }, 360_000);
});

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
  const relays = relayDeskOf({ ...deps, siteId: site.siteId });
  const parts: BrokerParts = {
    ...deps,
    siteId,
    actor,
    lanes,
    relays,
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
  await relays.close();
  await lanes.close();
  await driver.close();
  await asleep.close();
  await world.journal.close();
  await awake.stop();
});
