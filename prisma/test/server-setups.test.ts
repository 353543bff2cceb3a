import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createDatabase,
  type Database,
  listServerSetups,
  openHandOver,
  putBmcSecret,
  recordBmcUsers,
  recordHandOverAttempt,
  type ServerSetupFilter,
  tenantScope,
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
let first: ServerFixture;
const staff = tenantScope({ role: 'admin', organisationId: null });

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.url });
  // As the portal: what it may not read would fail here.
  db = createDatabase({ url: database.url, role: 'postern_portal' });
  first = await insertServerFixture(owner.client);
});

afterAll(async () => {
  await db.close();
  await owner.close();
  await database.drop();
});

async function idsOf(filter: Partial<ServerSetupFilter>): Promise<string[]> {
  const rows = await listServerSetups(db.client, staff, { limit: 100, ...filter });
  return rows.map(({ id }) => id);
}

async function readSetup(serverId: string) {
  const rows = await listServerSetups(db.client, staff, { limit: 100 });
  return rows.find(({ id }) => id === serverId);
}

test('a login counts as frozen until its instant, not after', async () => {
  const { serverId, bmcId } = await insertServerFixture(owner.client, first);
  const freeze = (minutes: number) =>
    owner.client.$executeRaw`
      update bmc set frozen_until = now() + make_interval(mins => ${minutes}) where id = ${bmcId}::uuid`;
  await freeze(5);
  expect(await idsOf({ trouble: 'frozen' })).toEqual([serverId]);
  await freeze(-1);
  expect(await idsOf({ trouble: 'frozen' })).toEqual([]);
  expect(await readSetup(serverId)).toMatchObject({ frozenUntil: null });
});

test('a certificate counts as changed while the one that is shown is not the pinned one', async () => {
  const { serverId, bmcId } = await insertServerFixture(owner.client, first);
  const pin = 'ab'.repeat(32);
  const show = (sha256: string) =>
    owner.client.bmc.update({
      where: { id: bmcId },
      data: {
        protocol: 'redfish',
        redfishPort: 443,
        certificatePin: pin,
        certificateSeen: { sha256 },
        certificateSeenAt: new Date(),
      },
    });
  await show(pin);
  expect(await idsOf({ trouble: 'certificate-changed' })).toEqual([]);
  await show('cd'.repeat(32));
  expect(await idsOf({ trouble: 'certificate-changed' })).toEqual([serverId]);
  expect(await readSetup(serverId)).toMatchObject({ certificateChanged: true });
  await show(pin);
});

test('a BMC is silent only after two minutes without an answer', async () => {
  const { serverId } = await insertServerFixture(owner.client, first);
  const fail = (seconds: number) =>
    owner.client.$executeRaw`
      insert into power_reading (server_id, state, failing_since)
      values (${serverId}::uuid, 'unknown', now() - make_interval(secs => ${seconds}))
      on conflict (server_id) do update set failing_since = excluded.failing_since`;
  await fail(60);
  expect(await idsOf({ trouble: 'silent' })).toEqual([]);
  await fail(180);
  expect(await idsOf({ trouble: 'silent' })).toEqual([serverId]);
});

test('the last test of a BMC is the one that counts', async () => {
  const { serverId, staffId } = await insertServerFixture(owner.client, first);
  const run = async (minutesAgo: number, state: 'succeeded' | 'failed') => {
    const key = randomUUID();
    await owner.client.$executeRaw`
      insert into action (server_id, requested_by_id, kind, parameters, idempotency_key, requested_at)
      values (${serverId}::uuid, ${staffId}::uuid, 'bmc-test', '{"kind":"bmc-test"}', ${key},
              now() - make_interval(mins => ${minutesAgo}))`;
    await owner.client.$executeRaw`
      update action set state = 'running', started_at = now() where idempotency_key = ${key}`;
    await owner.client.$executeRaw`
      update action set state = ${state}, finished_at = now(), error_code = 'login-refused' where idempotency_key = ${key}`;
  };
  await run(10, 'failed');
  expect(await idsOf({ trouble: 'test-failed' })).toEqual([serverId]);
  await run(5, 'succeeded');
  expect(await idsOf({ trouble: 'test-failed' })).toEqual([]);
  expect(await readSetup(serverId)).toMatchObject({ testState: 'succeeded' });
});

test('a server without a BMC is listed, and found as one', async () => {
  const { id } = await owner.client.server.create({
    data: { siteId: first.siteId, name: `bare-${randomUUID()}`, rack: 'r9', ipAddresses: [] },
  });
  expect(await idsOf({ trouble: 'no-bmc' })).toEqual([id]);
  expect(await readSetup(id)).toMatchObject({ bmcHost: null, testedAt: null, organisationName: null });
});

test('a page goes on after the last name of the one before, without a gap or a repeat', async () => {
  const all = await listServerSetups(db.client, staff, { limit: 100 });
  const [one, two] = all;
  const page = await listServerSetups(db.client, staff, { limit: 1 });
  expect(page.map(({ id }) => id)).toEqual([one?.id, two?.id]);
  expect(await idsOf({ after: one })).toEqual(all.slice(1).map(({ id }) => id));
});

describe('the upkeep of a BMC', () => {
  const see = (bmcId: string, strangers: readonly string[], free: number) =>
    owner.transaction((tx) =>
      recordBmcUsers(tx, {
        bmcId,
        users: strangers.map((name, at) => ({
          slot: 5 + at,
          name,
          kind: 'foreign',
          privilege: 'user',
          state: 'enabled',
          fixedName: false,
        })),
        maxUsers: 16,
        used: 16 - free,
        free,
      }),
    );

  test('is found by its foreign users, and by how little room it has, the worst first', async () => {
    const one = await insertServerFixture(owner.client, first);
    const two = await insertServerFixture(owner.client, first);
    await see(one.bmcId, ['monitoring'], 1);
    await see(two.bmcId, ['backup', 'root2'], 9);
    expect((await idsOf({ trouble: 'foreign' })).sort()).toEqual([one.serverId, two.serverId].sort());
    expect(await idsOf({ trouble: 'nearly-full' })).toEqual([one.serverId]);
    expect((await idsOf({ order: 'not-ours' })).slice(0, 2)).toEqual([two.serverId, one.serverId]);
    expect((await idsOf({ order: 'full' })).slice(0, 2)).toEqual([one.serverId, two.serverId]);
    expect(await readSetup(two.serverId)).toMatchObject({
      usersUsed: 7,
      usersMax: 16,
      usersFree: 9,
      foreignUsers: 2,
      usersToJudge: 2,
    });
    const [worst, ...others] = await listServerSetups(db.client, staff, { limit: 100, order: 'not-ours' });
    expect(await idsOf({ order: 'not-ours', after: worst })).toEqual(others.map(({ id }) => id));
  });

  test('is found where a hand-over has failed or takes too long, not while it is fresh', async () => {
    const { serverId, staffId } = await insertServerFixture(owner.client, first);
    const { handOverId } = await openHandOver(owner.client, {
      serverId,
      organisationId: null,
      requestedById: staffId,
      reason: null,
    });
    expect(await idsOf({ trouble: 'not-handed-over' })).toEqual([]);
    await recordHandOverAttempt(owner.client, { handOverId, items: [], retrySeconds: 30 });
    expect(await idsOf({ trouble: 'not-handed-over' })).toEqual([serverId]);
    await recordHandOverAttempt(owner.client, { handOverId, items: [], retrySeconds: null });
    expect(await idsOf({ trouble: 'not-handed-over' })).toEqual([]);
  });

  test('is found where a login is too old for its site, or its replacement failed', async () => {
    const { serverId, bmcId, siteId } = await insertServerFixture(owner.client);
    await putBmcSecret(owner.client, { bmcId, kind: 'login', sealed: sealedNothing });
    await owner.client
      .$executeRaw`update bmc_secret set changed_at = now() - interval '40 days' where bmc_id = ${bmcId}::uuid`;
    expect(await idsOf({ trouble: 'rotation', siteId })).toEqual([]);
    await owner.client.site.update({ where: { id: siteId }, data: { rotateAfterDays: 30 } });
    expect(await readSetup(serverId)).toMatchObject({ rotationTrouble: 'late' });
    await owner.client.site.update({ where: { id: siteId }, data: { rotateAfterDays: null } });
    const action = await owner.client.action.create({
      data: {
        serverId,
        kind: 'rotate-credential',
        parameters: { kind: 'rotate-credential', purpose: 'replace' },
        idempotencyKey: randomUUID(),
      },
    });
    await owner.client
      .$executeRaw`update action set state = 'running', started_at = now() where id = ${action.id}::uuid`;
    await owner.client.$executeRaw`
      update action set state = 'failed', finished_at = now(), error_code = 'unreachable' where id = ${action.id}::uuid`;
    expect(await readSetup(serverId)).toMatchObject({ rotationTrouble: 'failed' });
    await putBmcSecret(owner.client, { bmcId, kind: 'login', sealed: sealedNothing });
    expect(await idsOf({ trouble: 'rotation', siteId })).toEqual([]);
  });
});

test("a search finds a server by its BMC's address, and takes wildcards for what they are", async () => {
  const setup = await readSetup(first.serverId);
  expect(await idsOf({ search: setup?.bmcHost ?? '' })).toEqual([first.serverId]);
  expect(await idsOf({ search: '%' })).toEqual([]);
});

test("a tenant's scope sees the tenant's servers only", async () => {
  const other = await insertServerFixture(owner.client);
  const scope = tenantScope({ role: 'tenant', organisationId: other.organisationId });
  const rows = await listServerSetups(db.client, scope, { limit: 100 });
  expect(rows.map(({ id }) => id)).toEqual([other.serverId]);
});
