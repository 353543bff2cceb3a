import { changesChannel, liveChange, workChannel } from '@postern/domain';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDatabase, type Database, type Listener, listen, recordPowerReading } from '../src/index.ts';
import {
  createTestDatabase,
  insertGrantFixture,
  insertServerFixture,
  type ServerFixture,
  type TestDatabase,
} from '../testing/index.ts';

let database: TestDatabase;
let db: Database;
let listener: Listener;
let server: ServerFixture;
let connections = 0;
let heard: { channel: string; payload: string }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({ url: database.url });
  server = await insertServerFixture(db.client);
  listener = listen({
    url: database.url,
    role: 'postern_portal',
    channels: [changesChannel, workChannel, 'postern_test'],
    onNotification: (channel, payload) => heard.push({ channel, payload }),
    onReconnect: () => {
      connections += 1;
    },
  });
  await until(() => connections === 1);
});

afterAll(async () => {
  await listener.close();
  await db.close();
  await database.drop();
});

beforeEach(async () => {
  await everything();
  heard = [];
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** All that was said up to now: notices arrive in the order of commits, so a last one of our own closes the list. */
async function everything(): Promise<{ changes: string[]; work: number }> {
  const mark = `end ${Math.random()}`;
  await db.client.$executeRaw`select pg_notify('postern_test', ${mark})`;
  await until(() => heard.some(({ payload }) => payload === mark));
  const changes = heard
    .filter(({ channel }) => channel === changesChannel)
    .map(({ payload }) => liveChange.parse(JSON.parse(payload)))
    .map(({ subject, organisationId }) =>
      organisationId === server.organisationId ? subject : `${subject} of others`,
    );
  const work = heard.filter(({ channel, payload }) => channel === workChannel && payload === server.siteId);
  return { changes, work: work.length };
}

test('a new grant is shown to its tenant and wakes the brokers of its site', async () => {
  const own = await insertServerFixture(db.client, server);
  await everything();
  heard = [];
  await insertGrantFixture(db.client, own);
  expect(await everything()).toEqual({ changes: ['grant'], work: 1 });
});

test('an extension wakes the broker, so that it ends the grant later', async () => {
  const own = await insertServerFixture(db.client, server);
  const { grantId } = await insertGrantFixture(db.client, own, { state: 'active' });
  await everything();
  heard = [];
  await db.client.grant.update({ where: { id: grantId }, data: { endsAt: new Date(Date.now() + 9e6) } });
  expect(await everything()).toEqual({ changes: ['grant'], work: 1 });
});

test('a claim and its renewal are nobody else’s business', async () => {
  const own = await insertServerFixture(db.client, server);
  const { grantId } = await insertGrantFixture(db.client, own);
  await everything();
  heard = [];
  const claim = { claimedBy: server.brokerId, claimedUntil: new Date(), attempts: 2 };
  await db.client.grant.update({ where: { id: grantId }, data: claim });
  expect(await everything()).toEqual({ changes: [], work: 0 });
});

test('each thing that a running action shows is said, its claims are not', async () => {
  const own = await insertServerFixture(db.client, server);
  const { id } = await db.client.action.create({
    data: {
      serverId: own.serverId,
      organisationId: own.organisationId,
      requestedById: own.staffId,
      kind: 'bmc-test',
      parameters: { kind: 'bmc-test' },
      idempotencyKey: 'bmc-test-1',
    },
  });
  const running = { state: 'running', startedAt: new Date(), claimedBy: server.brokerId };
  await db.client.action.update({ where: { id }, data: running });
  await everything();
  heard = [];
  await db.client.action.update({ where: { id }, data: { claimedUntil: new Date() } });
  expect((await everything()).changes).toEqual([]);
  await db.client.action.update({ where: { id }, data: { result: { steps: [] } } });
  await db.client.action.update({ where: { id }, data: { result: { steps: [{ step: 'reachable' }] } } });
  expect((await everything()).changes).toEqual(['action', 'action']);
});

test('a reading is said when it says something new', async () => {
  const { serverId } = await insertServerFixture(db.client, server);
  await everything();
  heard = [];
  for (const state of ['on', 'on', 'on', 'off', 'off'] as const)
    await recordPowerReading(db.client, { serverId, state });
  expect((await everything()).changes).toEqual(['power', 'power']);
});

test('a heartbeat is not news, a broker that comes back is', async () => {
  const beat = (secondsAgo: number) =>
    db.client.broker.update({
      where: { id: server.brokerId },
      data: { heartbeatAt: new Date(Date.now() - secondsAgo * 1000) },
    });
  await beat(100);
  await everything();
  heard = [];
  await beat(95);
  expect((await everything()).changes).toEqual([]);
  await beat(0);
  expect((await everything()).changes).toEqual(['broker of others']);
});

test('a server that changes hands changes for both tenants', async () => {
  const { serverId } = await insertServerFixture(db.client, server);
  const other = await db.client.organisation.create({ data: { name: 'Nordlicht' } });
  await everything();
  heard = [];
  await db.client.server.update({ where: { id: serverId }, data: { organisationId: other.id } });
  expect(await everything()).toEqual({ changes: ['server of others', 'server'], work: 1 });
});

test.each([
  [
    'a disabled user',
    (of: ServerFixture) =>
      db.client.user.update({ where: { id: of.tenantId }, data: { disabledAt: new Date() } }),
  ],
  [
    'a suspended organisation',
    (of: ServerFixture) =>
      db.client.organisation.update({ where: { id: of.organisationId }, data: { suspendedAt: new Date() } }),
  ],
  [
    'a revoked sign-in',
    async (of: ServerFixture) => {
      const session = await db.client.webSession.create({
        data: { userId: of.tenantId, expiresAt: new Date() },
      });
      await db.client.webSession.update({ where: { id: session.id }, data: { revokedAt: new Date() } });
    },
  ],
])('%s wakes the brokers that have a console open for it', async (_, takeAway) => {
  const of = await insertServerFixture(db.client);
  await db.client.consoleSession.create({
    data: {
      serverId: of.serverId,
      userId: of.tenantId,
      brokerId: of.brokerId,
      kind: 'screen',
      engine: 'rfb',
      readOnly: false,
    },
  });
  await everything();
  heard = [];
  await takeAway(of);
  await everything();
  expect(
    heard.filter(({ channel, payload }) => channel === workChannel && payload === of.siteId),
  ).toHaveLength(1);
});

test('what is rolled back was never said', async () => {
  const own = await insertServerFixture(db.client, server);
  await everything();
  heard = [];
  const failing = db.transaction(async (tx) => {
    await insertGrantFixture(tx, own);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await everything()).toEqual({ changes: [], work: 0 });
});

test('a cut connection comes back by itself and says so', async () => {
  const before = connections;
  await db.client.$executeRaw`
    select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and query ilike 'listen%'`;
  await until(() => connections === before + 1);
  const own = await insertServerFixture(db.client, server);
  await everything();
  heard = [];
  await insertGrantFixture(db.client, own);
  expect(await everything()).toEqual({ changes: ['grant'], work: 1 });
});

test('closing a listener whose database is away does not wait for it', async () => {
  const errors: Error[] = [];
  const url = new URL(database.url);
  url.port = '1';
  const away = listen({
    url: url.href,
    channels: [workChannel],
    onNotification: () => {},
    onReconnect: () => {},
    onError: (error) => errors.push(error),
  });
  await until(() => errors.length > 0);
  await away.close();
  expect(errors[0]?.message).not.toContain(url.password);
});
