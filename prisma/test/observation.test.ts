import { randomUUID } from 'node:crypto';
import type { AuditActor, PlannedWrite } from '@postern/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  appendAuditEvent,
  confirmObservation,
  createDatabase,
  type Database,
  listAccountsToJournal,
  listObservations,
  observeSite,
  readSiteGate,
  recordBreakGlassUse,
  recordJournaledRemoval,
  recordObservedBmc,
  refuseWaitingRequests,
} from '../src/index.ts';
import {
  createTestDatabase,
  insertAccountFixture,
  insertGrantFixture,
  insertServerFixture,
  type ServerFixture,
  type TestDatabase,
} from '../testing/index.ts';
import { expectRefusal } from './refusal.ts';

let database: TestDatabase;
let owner: Database;
let portal: Database;
let db: Database;
let server: ServerFixture;
let actor: AuditActor;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.url });
  portal = createDatabase({ url: database.url, role: 'postern_portal' });
  db = createDatabase({ url: database.url, role: 'postern_broker' });
});
afterAll(async () => {
  for (const each of [owner, portal, db]) await each.close();
  await database.drop();
});
beforeEach(async () => {
  server = await insertServerFixture(owner.client);
  actor = { kind: 'broker', id: server.brokerId, name: 'broker-1' };
});

const begun = () => ({ type: 'site.observation-begun', actor, outcome: 'ok' }) as const;
const begin = () =>
  db.transaction((tx) =>
    observeSite(tx, { siteId: server.siteId, cause: 'database-restored', event: begun() }),
  );
const eventsOf = (grantId: string) =>
  owner.client.auditEvent.findMany({ where: { grantId }, orderBy: { seq: 'asc' } });

describe('the chain tells one database from another', () => {
  test('a head that it holds goes on, whatever was added since', async () => {
    await appendAuditEvent(db.client, begun());
    const gate = await readSiteGate(db.client, { siteId: server.siteId, known: undefined });
    await appendAuditEvent(db.client, begun());
    expect(await readSiteGate(db.client, { siteId: server.siteId, known: gate?.head })).toMatchObject({
      continues: true,
      observing: false,
    });
  });

  test('a shorter chain, and one with another hash at that place, do not', async () => {
    await appendAuditEvent(db.client, begun());
    const head = (await readSiteGate(db.client, { siteId: server.siteId, known: undefined }))?.head;
    const longer = { seq: String(Number(head?.seq) + 1), hash: head?.hash ?? '' };
    const other = { seq: head?.seq ?? '', hash: 'ab'.repeat(32) };
    for (const known of [longer, other]) {
      expect(await readSiteGate(db.client, { siteId: server.siteId, known })).toMatchObject({
        continues: false,
      });
    }
  });

  test('a database without the site has no gate at all', async () => {
    expect(await readSiteGate(db.client, { siteId: randomUUID(), known: undefined })).toBeUndefined();
  });
});

describe('an observation', () => {
  test('begins once, and is recorded once, however many brokers see the reason', async () => {
    expect((await Promise.all([begin(), begin(), begin()])).filter(Boolean)).toHaveLength(1);
    expect(await readSiteGate(db.client, { siteId: server.siteId, known: undefined })).toMatchObject({
      observing: true,
    });
  });

  test('shows what was seen since it began, and how much was not looked at', async () => {
    const plan: PlannedWrite[] = [{ kind: 'remove-account', username: 'g_abcdefghijkl', slot: 9 }];
    const seen = { siteId: server.siteId, bmcId: server.bmcId, serverName: 'web-07', errorCode: null };
    await recordObservedBmc(db.client, { ...seen, plan: [] });
    await begin();
    const ours = async () =>
      (await listObservations(portal.client)).find(({ siteId }) => siteId === server.siteId);
    expect(await ours()).toMatchObject({ notLookedAt: 1, bmcs: [] });
    await recordObservedBmc(db.client, { ...seen, plan });
    expect(await ours()).toMatchObject({ notLookedAt: 0, bmcs: [{ serverName: 'web-07', plan }] });
  });

  test('is ended by the portal alone, and only the one that was seen', async () => {
    await begin();
    await expectRefusal(
      db.client.$executeRaw`update site set observing_since = null, observing_cause = null`,
      /permission denied/,
    );
    const [observation] = (await listObservations(portal.client)).filter(
      ({ siteId }) => siteId === server.siteId,
    );
    const since = observation?.since ?? new Date(0);
    const { siteId } = server;
    expect(await confirmObservation(portal.client, { siteId, since: new Date(0) })).toBe(false);
    expect(await confirmObservation(portal.client, { siteId, since })).toBe(true);
    expect(await confirmObservation(portal.client, { siteId, since })).toBe(false);
  });

  test('needs a known cause', async () => {
    await expectRefusal(
      owner.client.$executeRaw`select observe_site(${server.siteId}::uuid, 'no reason')`,
      /observing_cause_is_known/,
    );
  });

  test('refuses what waits: a request that was carried out after the backup is not carried out again', async () => {
    const { grantId } = await insertGrantFixture(owner.client, server);
    const other = await insertServerFixture(owner.client);
    const untouched = await insertGrantFixture(owner.client, other);
    const { id: actionId } = await owner.client.action.create({
      data: {
        serverId: server.serverId,
        requestedById: server.tenantId,
        kind: 'power',
        parameters: { kind: 'power', operation: 'reset' },
        idempotencyKey: randomUUID(),
      },
    });
    expect(await refuseWaitingRequests(db, { siteId: server.siteId, actor })).toBe(2);
    expect(await owner.client.grant.findUnique({ where: { id: grantId } })).toMatchObject({
      state: 'denied',
      lastErrorCode: 'site-observing',
    });
    expect(await owner.client.action.findUnique({ where: { id: actionId } })).toMatchObject({
      state: 'failed',
      errorCode: 'site-observing',
      sentAt: null,
    });
    expect((await eventsOf(grantId)).at(-1)?.type).toBe('grant.denied');
    expect(await owner.client.grant.findUnique({ where: { id: untouched.grantId } })).toMatchObject({
      state: 'requested',
    });
  });

  test('takes back a grant that was half made', async () => {
    const { grantId } = await insertGrantFixture(owner.client, server, { state: 'provisioning' });
    await refuseWaitingRequests(db, { siteId: server.siteId, actor });
    expect(await owner.client.grant.findUnique({ where: { id: grantId } })).toMatchObject({
      state: 'revoking',
      endCause: 'provisioning-failed',
    });
  });
});

describe('what a broker did while the database was away', () => {
  const evidence = {
    readBack: 'absent',
    login: 'refused',
    sessionsEnded: 1,
    sessionsRemaining: 0,
    sessionsTold: true,
    refusedSteps: [],
  } as const;

  async function activeGrant(endsInSeconds: number) {
    const { grantId } = await insertGrantFixture(owner.client, server, { state: 'active', endsInSeconds });
    const { accountId } = await insertAccountFixture(owner.client, { grantId, bmcId: server.bmcId });
    return { grantId, accountId };
  }

  function removalOf(ids: { grantId: string; accountId: string }) {
    return {
      id: randomUUID(),
      brokerId: server.brokerId,
      actor,
      ...ids,
      cause: 'time-over',
      evidence,
      provenSecondsAgo: 90,
      hostTime: new Date('2001-01-01'),
    } as const;
  }

  test('state, proof and events come in together, once, dated by the database', async () => {
    const ids = await activeGrant(-100);
    const removal = removalOf(ids);
    const answers = await Promise.all([1, 2, 3].map(() => recordJournaledRemoval(db, removal)));
    expect(answers.sort()).toEqual(['known', 'known', 'recorded']);
    const grant = await owner.client.grant.findUnique({
      where: { id: ids.grantId },
      include: { accounts: true },
    });
    expect(grant).toMatchObject({
      state: 'revoked',
      endCause: 'expired',
      proof: evidence,
      accounts: [{ passwordForBroker: null, passwordForTenant: null }],
    });
    const [{ age } = { age: 0 }] = await owner.client.$queryRaw<{ age: number }[]>`
      select extract(epoch from now() - (proof ->> 'checkedAt')::timestamptz)::float8 as age
        from access_grant where id = ${ids.grantId}::uuid`;
    expect(age).toBeGreaterThan(85);
    expect((await eventsOf(ids.grantId)).map(({ type }) => type)).toEqual(['grant.expired', 'grant.revoked']);
    expect((await eventsOf(ids.grantId)).at(-1)?.details).toMatchObject({ databaseAway: true });
  });

  test('an end that the broker could not have seen moved is told as what it was', async () => {
    const ids = await activeGrant(3_600);
    await recordJournaledRemoval(db, removalOf(ids));
    expect(await owner.client.grant.findUnique({ where: { id: ids.grantId } })).toMatchObject({
      state: 'revoked',
      endCause: 'database-away',
    });
  });

  test('what another broker has proven meanwhile is not told twice', async () => {
    const ids = await activeGrant(-100);
    await recordJournaledRemoval(db, removalOf(ids));
    expect(await recordJournaledRemoval(db, removalOf(ids))).toBe('known');
    expect(await eventsOf(ids.grantId)).toHaveLength(2);
  });

  test('without a proof time of its own it is dated by the host, and says nothing of the clock that it lacks', async () => {
    const ids = await activeGrant(-100);
    await recordJournaledRemoval(db, { ...removalOf(ids), provenSecondsAgo: undefined });
    const grant = await owner.client.grant.findUnique({ where: { id: ids.grantId } });
    expect(grant?.proof).toMatchObject({ checkedAt: '2001-01-01T00:00:00.000Z' });
  });

  test('of an account that this database never knew, the event is all there is to write', async () => {
    const ids = { grantId: randomUUID(), accountId: randomUUID() };
    expect(await recordJournaledRemoval(db, removalOf(ids))).toBe('no-row');
    const [event] = await owner.client.auditEvent.findMany({ orderBy: { seq: 'desc' }, take: 1 });
    expect(event).toMatchObject({ type: 'grant.revoked', details: { accountId: ids.accountId } });
  });

  test('a use of the break-glass command is told once', async () => {
    const use = {
      id: randomUUID(),
      brokerId: server.brokerId,
      actor,
      person: 'Kim',
      reason: 'fire drill',
      at: '2026-11-25T12:00:00.000Z',
    };
    expect(await Promise.all([recordBreakGlassUse(db, use), recordBreakGlassUse(db, use)])).toContain(true);
    expect(await recordBreakGlassUse(db, use)).toBe(false);
    expect(
      await owner.client.auditEvent.count({
        where: { type: 'broker.break-glass-used', actorId: server.brokerId },
      }),
    ).toBe(1);
  });

  test('the list to keep has what is live, and how long by the database’s clock', async () => {
    const ids = await activeGrant(100);
    const [account, ...rest] = await listAccountsToJournal(db.client, { siteId: server.siteId });
    expect(rest).toEqual([]);
    expect(account).toMatchObject({ ...ids, bmcId: server.bmcId, beingMade: false });
    expect(account?.secondsLeft).toBeGreaterThan(80);
    await owner.client.bmc.update({ where: { id: server.bmcId }, data: { port: 6_230 } });
    const [moved] = await listAccountsToJournal(db.client, { siteId: server.siteId });
    expect(moved?.bmcVersion).not.toBe(account?.bmcVersion);
  });
});
