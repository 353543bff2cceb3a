/** A broker that dies while it replaces a BMC's login, at each moment between two things it does. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actionQueue } from '../src/worker/run-action.ts';
import { fateAt, mortalBroker } from './support/mortal-broker.ts';
import {
  bmcLogin,
  canLogIn,
  createTestSite,
  namesOn,
  type TestServer,
  type TestSite,
  untilFinished,
} from './support/site.ts';

let site: TestSite;
let attic: string;
beforeAll(async () => {
  site = await createTestSite();
  attic = (await site.owner.client.site.create({ data: { slug: 'attic', name: 'Attic' } })).id;
});
afterAll(() => site.close());

/** Runs one rotation until it ends or dies. Returns the moments that it lived through. */
async function live(deathly: number | undefined): Promise<readonly string[]> {
  const fate = fateAt(deathly);
  const parts = await mortalBroker(site, fate);
  const queue = actionQueue(parts);
  const lived = (async () => {
    const [job] = await queue.claim(1);
    await job?.run();
  })();
  await Promise.race([lived, fate.died]);
  await parts.bury();
  return fate.moments;
}

const works = (server: TestServer, password: string) =>
  canLogIn(server.bmc, { username: bmcLogin.username, password });

async function expectWayIn(server: TestServer): Promise<void> {
  const stored = Object.values(await site.storedPasswords(server.bmcId));
  const opening = await Promise.all(stored.map((password) => works(server, password)));
  expect(opening).toContain(true);
}

/** Another process of the same broker goes on from the rows. */
async function expectRotated(server: TestServer, actionId: string): Promise<void> {
  const broker = await site.start({ name: 'broker-1' });
  try {
    expect(await untilFinished(site, actionId)).toMatchObject({ state: 'succeeded', errorCode: null });
    const stored = await site.storedPasswords(server.bmcId);
    expect(Object.keys(stored)).toEqual(['login']);
    expect(stored.login).not.toBe(bmcLogin.password);
    expect(await works(server, stored.login ?? '')).toBe(true);
    expect(await works(server, bmcLogin.password)).toBe(false);
    const types = (await site.auditOfServer(server.serverId)).map(({ type }) => type);
    expect(types.filter((type) => type === 'bmc.rotation-started')).toHaveLength(1);
    expect(types.filter((type) => type === 'bmc.credential-rotated')).toHaveLength(1);
    // The guard's limit is three in ten minutes: one for a login that was not in force, one for the old one.
    const refused = await site.owner.client.bmcLoginFailure.count({ where: { bmcId: server.bmcId } });
    expect(refused).toBeLessThanOrEqual(2);
  } finally {
    await broker.stop();
    // Out of the way: each broker that starts looks at every BMC of its site.
    await site.owner.client.server.update({ where: { id: server.serverId }, data: { siteId: attic } });
  }
}

test('leaves a way in at whichever moment, and the next one ends with a login that is replaced', async () => {
  const ask = (server: TestServer) =>
    site.requestAction(server, { kind: 'rotate-credential', purpose: 'replace' });
  const ready = async (): Promise<TestServer> => {
    const server = await site.addServer();
    await site.provePassword(server);
    return server;
  };
  const server = await ready();
  const first = await ask(server);
  const moments = await live(undefined);
  await expectRotated(server, first);
  expect(moments.length).toBeGreaterThan(30);

  for (let moment = 0; moment < moments.length; moment += 1) {
    const unlucky = await ready();
    const actionId = await ask(unlucky);
    await live(moment);
    await expectWayIn(unlucky);
    await expectRotated(unlucky, actionId).catch((error: unknown) => {
      throw new Error(`died ${moments[moment]} (${moment})`, { cause: error });
    });
  }
}, 240_000);

test('leaves nothing of the rehearsal either', async () => {
  const ask = (server: TestServer) =>
    site.requestAction(server, { kind: 'rotate-credential', purpose: 'replace' });
  const server = await site.addServer();
  const first = await ask(server);
  const moments = await live(undefined);
  await expectRotated(server, first);
  const rehearsed = moments.lastIndexOf('after accounts.setName');
  expect(rehearsed).toBeGreaterThan(30);

  for (let moment = 5; moment <= rehearsed; moment += 4) {
    const unlucky = await site.addServer();
    const actionId = await ask(unlucky);
    await live(moment);
    await expectWayIn(unlucky);
    await expectRotated(unlucky, actionId);
    expect(namesOn(unlucky.bmc)).toEqual([bmcLogin.username]);
  }
}, 240_000);
