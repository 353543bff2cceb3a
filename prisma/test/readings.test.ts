import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  claimSiteKey,
  createDatabase,
  type Database,
  databaseNow,
  heartbeat,
  listBmcsOfSite,
  loginAllowed,
  readBmcForWork,
  recordBootReading,
  recordCipherSuite,
  recordLoginFailure,
  recordPowerFailure,
  recordPowerReading,
} from '../src/index.ts';
import {
  createTestDatabase,
  insertServerFixture,
  type ServerFixture,
  sealedNothing,
  type TestDatabase,
} from '../testing/index.ts';

let database: TestDatabase;
let owner: Database;
let db: Database;
let server: ServerFixture;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.url });
  db = createDatabase({ url: database.url, role: 'postern_broker', maxConnections: 20 });
});

afterAll(async () => {
  await db.close();
  await owner.close();
  await database.drop();
});

beforeEach(async () => {
  server = await insertServerFixture(owner.client);
});

describe('the lock-out guard', () => {
  const fail = () => db.transaction((tx) => recordLoginFailure(tx, { bmcId: server.bmcId }));
  const allowed = () => loginAllowed(db.client, { bmcId: server.bmcId });
  const age = (minutes: number) =>
    owner.client.$executeRaw`
      update bmc_login_failure set at = at - make_interval(mins => ${minutes}) where bmc_id = ${server.bmcId}::uuid`;

  test('stops at the third refusal, and says so once', async () => {
    expect(await fail()).toEqual({ frozenUntil: null });
    expect(await fail()).toEqual({ frozenUntil: null });
    expect(await allowed()).toEqual({ allowed: true });
    const { frozenUntil } = await fail();
    expect(Number(frozenUntil) - Date.now()).toBeGreaterThan(590_000);
    expect(await allowed()).toEqual({ allowed: false, frozenUntil });
    expect(await fail()).toEqual({ frozenUntil: null });
  });

  test('counts refusals of all brokers, one after the other', async () => {
    const results = await Promise.all(Array.from({ length: 6 }, fail));
    expect(results.filter(({ frozenUntil }) => frozenUntil !== null)).toHaveLength(1);
  });

  test('forgets what is older than ten minutes', async () => {
    await fail();
    await fail();
    await age(10);
    expect(await fail()).toEqual({ frozenUntil: null });
    expect(await allowed()).toEqual({ allowed: true });
  });

  test('lets the next try through when the freeze is over', async () => {
    await fail();
    await fail();
    await fail();
    await age(10);
    await owner.client.bmc.update({ where: { id: server.bmcId }, data: { frozenUntil: new Date() } });
    expect(await allowed()).toEqual({ allowed: true });
  });
});

describe('power', () => {
  const read = () => owner.client.powerReading.findUniqueOrThrow({ where: { serverId: server.serverId } });
  const seen = (state: 'on' | 'off') => recordPowerReading(db.client, { serverId: server.serverId, state });
  const failed = (errorCode: string) =>
    recordPowerFailure(db.client, { serverId: server.serverId, errorCode });

  test('keeps what was last seen, and since when nothing was', async () => {
    await failed('unreachable');
    const first = await read();
    expect(first).toMatchObject({ state: 'unknown', readAt: null, errorCode: 'unreachable' });
    await seen('on');
    expect(await read()).toMatchObject({ state: 'on', failingSince: null, errorCode: null });
    await failed('unreachable');
    const { failingSince } = await read();
    await failed('auth-failed');
    expect(await read()).toMatchObject({ state: 'on', failingSince, errorCode: 'auth-failed' });
  });
});

test('the next start is what was read back last', async () => {
  const { serverId } = server;
  const pxe = { serverId, device: 'pxe', persistent: false, firmware: 'uefi' } as const;
  await recordBootReading(db.client, pxe);
  await recordBootReading(db.client, { ...pxe, device: 'none' });
  expect(await owner.client.bootReading.findUniqueOrThrow({ where: { serverId } })).toMatchObject({
    device: 'none',
  });
});

test('a cipher suite is never lowered', async () => {
  const { bmcId } = server;
  const read = async () => (await readBmcForWork(db.client, { bmcId }))?.cipherSuite;
  await recordCipherSuite(db.client, { bmcId, cipherSuite: 3 });
  expect(await read()).toBe(3);
  await recordCipherSuite(db.client, { bmcId, cipherSuite: 17 });
  await recordCipherSuite(db.client, { bmcId, cipherSuite: 3 });
  expect(await read()).toBe(17);
});

test('a BMC comes with its address and its sealed login', async () => {
  const { bmcId, serverId, siteId, organisationId } = server;
  await owner.client.bmc.update({ where: { id: bmcId }, data: { allowedSlots: [4, 5] } });
  await owner.client.bmcSecret.create({ data: { bmcId, kind: 'login', sealed: sealedNothing } });
  expect(await readBmcForWork(db.client, { bmcId })).toMatchObject({
    bmcId,
    serverId,
    siteId,
    organisationId,
    port: 623,
    allowedSlots: [4, 5],
    sealedLogin: sealedNothing,
    sealedScreenPassword: null,
  });
  expect((await listBmcsOfSite(db.client, { siteId })).map((each) => each.bmcId)).toEqual([bmcId]);
});

test('a site keeps the first key it is given', async () => {
  const { siteId } = server;
  expect(await claimSiteKey(db.client, { siteId, publicKey: 'one' })).toBe(true);
  expect(await claimSiteKey(db.client, { siteId, publicKey: 'one' })).toBe(true);
  expect(await claimSiteKey(db.client, { siteId, publicKey: 'two' })).toBe(false);
});

test('a heartbeat is dated by the database', async () => {
  const { brokerId } = server;
  const before = await databaseNow(db.client);
  await heartbeat(db.client, { brokerId, clockOffsetMs: -12.6, guacdAvailable: true });
  const broker = await owner.client.broker.findUniqueOrThrow({ where: { id: brokerId } });
  expect(broker).toMatchObject({ clockOffsetMs: -13, guacdAvailable: true });
  expect(broker.heartbeatAt.getTime()).toBeGreaterThanOrEqual(before.getTime());
});
