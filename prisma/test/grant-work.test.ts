import { randomUUID } from 'node:crypto';
import type { AuditEvent, RevocationProof } from '@postern/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  activateGrant,
  claimDueExpirations,
  claimGrantsToRevoke,
  claimGrantToProvision,
  countGrantsByState,
  createDatabase,
  type Database,
  denyGrant,
  endForfeitedGrants,
  failProvisioning,
  finishRevocation,
  nextDueInstant,
  recordRevocationAttempt,
  releaseGrantClaim,
  renewGrantClaim,
  reportOverdueRevocations,
  reserveAccount,
  setGrantStep,
  transitionGrant,
} from '../src/index.ts';
import {
  createTestDatabase,
  insertAccountFixture,
  insertGrantFixture,
  insertServerFixture,
  type ServerFixture,
  sealedNothing,
  type TestDatabase,
} from '../testing/index.ts';

let database: TestDatabase;
let owner: Database;
let db: Database;
/** Fresh for each test: another site sees nothing of it. */
let server: ServerFixture;
let rivalId: string;

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
  const rival = { siteId: server.siteId, name: 'broker-2', version: '0', consoleUrl: 'ws://y' };
  ({ id: rivalId } = await owner.client.broker.create({ data: rival }));
});

const claimSeconds = 60;
const actor = { kind: 'broker', id: randomUUID(), name: 'broker-1' } as const;
const event = (type: AuditEvent['type']): AuditEvent => ({ type, actor, outcome: 'ok' });
const us = () => ({ siteId: server.siteId, brokerId: server.brokerId, claimSeconds });
const rival = () => ({ ...us(), brokerId: rivalId });
const claimGrantToRevoke = async (tx: Database['client'], claim: ReturnType<typeof us>) =>
  (await claimGrantsToRevoke(tx, { ...claim, limit: 1 }))[0];
const read = (grantId: string) => owner.client.grant.findUniqueOrThrow({ where: { id: grantId } });
const lapse = (grantId: string) =>
  owner.client.grant.update({ where: { id: grantId }, data: { claimedUntil: new Date(0) } });

async function grants(count: number, options: Parameters<typeof insertGrantFixture>[2]): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const own = await insertServerFixture(owner.client, server);
    ids.push((await insertGrantFixture(owner.client, own, options)).grantId);
  }
  return ids;
}

describe.each([
  ['provision', 'requested', claimGrantToProvision],
  ['revoke', 'revoking', claimGrantToRevoke],
] as const)('claiming a grant to %s', (_, state, claim) => {
  test('never gives one to two brokers, and in the end gives each to somebody', async () => {
    const ids = await grants(12, { state });
    const claimed = await Promise.all(
      Array.from({ length: 30 }, (_unused, index) => claim(db.client, index % 2 === 0 ? us() : rival())),
    );
    const got = claimed.flatMap((grant) => (grant === undefined ? [] : [grant.grantId]));
    expect(new Set(got).size).toBe(got.length);
    for (let next = await claim(db.client, us()); next !== undefined; next = await claim(db.client, us())) {
      got.push(next.grantId);
    }
    expect(got.sort()).toEqual(ids.sort());
  });

  test('finds nothing of another site', async () => {
    await grants(1, { state });
    const elsewhere = await insertServerFixture(owner.client);
    const other = { ...us(), siteId: elsewhere.siteId, brokerId: elsewhere.brokerId };
    expect(await claim(db.client, other)).toBeUndefined();
  });

  test('takes over when the claim of a dead broker lapses', async () => {
    const [grantId = ''] = await grants(1, { state });
    expect(await claim(db.client, us())).toMatchObject({ grantId, attempts: 1 });
    expect(await claim(db.client, rival())).toBeUndefined();
    await lapse(grantId);
    expect(await claim(db.client, rival())).toMatchObject({ grantId, attempts: 2 });
  });

  test('brings the account that was reserved before', async () => {
    const [grantId = ''] = await grants(1, { state: state === 'requested' ? 'provisioning' : state });
    const { bmcId } = await read(grantId);
    const { accountId, username } = await insertAccountFixture(owner.client, { grantId, bmcId, slot: 8 });
    const account = { accountId, username, slot: 8, passwordForBroker: sealedNothing, isVerified: false };
    expect(await claim(db.client, us())).toMatchObject({ grantId, account });
  });

  test('leaves alone what is not due', async () => {
    const [grantId = ''] = await grants(1, { state });
    const nextAttemptAt = new Date(Date.now() + 60_000);
    await owner.client.grant.update({ where: { id: grantId }, data: { nextAttemptAt } });
    expect(await claim(db.client, us())).toBeUndefined();
  });
});

describe('a claim', () => {
  test('is renewed by its holder only, in its state only, and not after it lapsed', async () => {
    const [grantId = ''] = await grants(1, { state: 'requested' });
    await claimGrantToProvision(db.client, us());
    const renew = (brokerId: string, state: 'provisioning' | 'revoking') =>
      renewGrantClaim(db.client, { grantId, brokerId, state, claimSeconds });
    expect(await renew(server.brokerId, 'provisioning')).toBe(true);
    expect(await renew(rivalId, 'provisioning')).toBe(false);
    expect(await renew(server.brokerId, 'revoking')).toBe(false);
    await lapse(grantId);
    expect(await renew(server.brokerId, 'provisioning')).toBe(false);
  });

  test('of a grant that was ended meanwhile is lost', async () => {
    const [grantId = ''] = await grants(1, { state: 'requested' });
    await claimGrantToProvision(db.client, us());
    await transitionGrant(owner.client, {
      grantId,
      from: 'requested',
      to: 'revoking',
      set: { endCause: 'ended-by-tenant' },
      event: event('grant.end-requested'),
    });
    const { brokerId } = server;
    expect(await renewGrantClaim(db.client, { grantId, brokerId, state: 'provisioning', claimSeconds })).toBe(
      false,
    );
    await releaseGrantClaim(db.client, { grantId, brokerId, retrySeconds: 60 });
    expect(await claimGrantToRevoke(db.client, rival())).toMatchObject({
      grantId,
      account: null,
      attempts: 1,
    });
  });

  test('given back waits for its time', async () => {
    const [grantId = ''] = await grants(1, { state: 'requested' });
    await claimGrantToProvision(db.client, us());
    await releaseGrantClaim(db.client, { grantId, brokerId: rivalId, retrySeconds: 0 });
    expect((await read(grantId)).claimedBy).toBe(server.brokerId); // not the rival's to give
    await releaseGrantClaim(db.client, { grantId, brokerId: server.brokerId, retrySeconds: 60 });
    expect(await claimGrantToProvision(db.client, rival())).toBeUndefined();
    expect(await nextDueInstant(db.client, { siteId: server.siteId })).toBeGreaterThan(50_000);
  });
});

async function provisioned(): Promise<{ grantId: string; accountId: string }> {
  const { grantId } = await insertGrantFixture(owner.client, server);
  const accountId = randomUUID();
  await db.transaction(async (tx) => {
    await transitionGrant(tx, {
      grantId,
      from: 'requested',
      to: 'provisioning',
      event: event('grant.provisioning-started'),
    });
    await reserveAccount(tx, {
      accountId,
      grantId,
      bmcId: server.bmcId,
      slot: 9,
      username: 'g_abcdefghijkl',
      privilege: 'operator',
      passwordForTenant: sealedNothing,
      passwordForBroker: sealedNothing,
    });
  });
  return { grantId, accountId };
}

const evidence: Omit<RevocationProof, 'checkedAt'> = {
  readBack: 'absent',
  login: 'refused',
  sessionsEnded: 1,
  sessionsRemaining: 0,
  sessionsTold: true,
  refusedSteps: [],
};
const proof = (checkedAt: Date) => ({ ...evidence, checkedAt: checkedAt.toISOString() });

describe('the life of a grant', () => {
  test('its time starts when it works, by the database, and lasts as long as was promised', async () => {
    const { grantId, accountId } = await provisioned();
    const asked = { grantId, accountId, accessPath: 'carried', event: event('grant.activated') } as const;
    const activated = await activateGrant(db, asked);
    expect(activated?.secondsSinceRequest).toBeGreaterThan(0);
    const grant = await read(grantId);
    expect(grant).toMatchObject({ state: 'active', endsAt: activated?.endsAt });
    expect(Number(grant.endsAt) - Number(grant.startsAt)).toBe(3_600_000);
    expect(grant.startsAt).toEqual(grant.stateSince);
    expect(await activateGrant(db, asked)).toBeUndefined();
    const account = await owner.client.account.findUniqueOrThrow({ where: { id: accountId } });
    expect(account.verifiedAt).toEqual(grant.startsAt);
  });

  test('a permanent one starts and has no end', async () => {
    const { grantId } = await insertGrantFixture(owner.client, server, {
      state: 'provisioning',
      permanent: true,
    });
    const { accountId } = await insertAccountFixture(owner.client, { grantId, bmcId: server.bmcId });
    const activated = await activateGrant(db, {
      grantId,
      accountId,
      accessPath: 'carried',
      event: event('grant.activated'),
    });
    expect(activated?.endsAt).toBeNull();
    expect(await claimDueExpirations(db, { siteId: server.siteId, actor, limit: 10 })).toBe(0);
  });

  test('one that was ended while it was made does not start', async () => {
    const { grantId, accountId } = await provisioned();
    const failure = { grantId, code: 'unreachable', message: 'The BMC does not answer.' };
    expect(await failProvisioning(db, { ...failure, event: event('grant.provisioning-failed') })).toBe(true);
    expect(
      await activateGrant(db, { grantId, accountId, accessPath: 'carried', event: event('grant.activated') }),
    ).toBeUndefined();
    expect(await read(grantId)).toMatchObject({
      state: 'revoking',
      startsAt: null,
      endCause: 'provisioning-failed',
      lastError: 'The BMC does not answer.',
    });
    expect(await claimGrantToRevoke(db.client, rival())).toMatchObject({ grantId, account: { accountId } });
  });

  test('one whose intent is committed can no longer be denied', async () => {
    const { grantId } = await provisioned();
    const denial = { grantId, code: 'no-free-slot', message: 'No free slot.', event: event('grant.denied') };
    expect(await denyGrant(db, denial)).toBe(false);
    expect((await read(grantId)).state).toBe('provisioning');
  });

  test('a proven end empties the passwords and keeps the proof, once', async () => {
    const { grantId, accountId } = await provisioned();
    await activateGrant(db, { grantId, accountId, accessPath: 'carried', event: event('grant.activated') });
    const past = new Date(Date.now() - 100_000);
    const when = { startsAt: new Date(past.getTime() - 1000), endsAt: past };
    await owner.client.grant.update({ where: { id: grantId }, data: when });
    expect(await claimDueExpirations(db, { siteId: server.siteId, actor, limit: 10 })).toBe(1);
    const finish = { grantId, account: { accountId, tainted: true }, proof, event: event('grant.revoked') };
    const results = await Promise.all([finishRevocation(db, finish), finishRevocation(db, finish)]);
    const [finished] = results.filter((result) => result !== undefined);
    expect(results).toContain(undefined);
    expect(finished?.secondsLate).toBeGreaterThanOrEqual(99);
    expect(finished?.secondsLate).toBeLessThan(130);
    const account = await owner.client.account.findUniqueOrThrow({ where: { id: accountId } });
    expect(account).toMatchObject({ tainted: true, passwordForTenant: null, passwordForBroker: null });
    expect(account.goneAt).not.toBeNull();
    expect(await read(grantId)).toMatchObject({ state: 'revoked', proof: evidence });
    const types = (await owner.client.auditEvent.findMany({ where: { grantId } })).map(({ type }) => type);
    expect(types.filter((type) => type === 'grant.expired')).toHaveLength(1);
    const told = await owner.client.auditEvent.count({ where: { type: 'grant.revoked', grantId: null } });
    expect(told).toBe(1);
  });

  test('one with a live account is not revoked as if it had none', async () => {
    const { grantId } = await provisioned();
    await failProvisioning(db, {
      grantId,
      code: 'x',
      message: 'x',
      event: event('grant.provisioning-failed'),
    });
    const finish = { grantId, account: null, proof, event: event('grant.revoked') };
    await expect(finishRevocation(db, finish)).rejects.toThrow('not proven gone');
    expect((await read(grantId)).state).toBe('revoking');
  });

  test('an attempt that proved nothing waits as long as it was told to', async () => {
    const [grantId = ''] = await grants(1, { state: 'revoking' });
    await claimGrantToRevoke(db.client, us());
    const attempt = {
      grantId,
      brokerId: server.brokerId,
      retrySeconds: 40,
      code: 'unreachable',
      message: 'away',
    };
    await recordRevocationAttempt(db.client, { ...attempt, brokerId: rivalId });
    expect((await read(grantId)).lastErrorCode).toBeNull();
    await recordRevocationAttempt(db.client, attempt);
    const due = await nextDueInstant(db.client, { siteId: server.siteId });
    expect(due).toBeGreaterThan(35_000);
    expect(due).toBeLessThanOrEqual(40_000);
    expect(await read(grantId)).toMatchObject({ lastErrorCode: 'unreachable', claimedBy: null, attempts: 1 });
  });

  test('a step is shown only for the work that is at hand', async () => {
    const [grantId = ''] = await grants(1, { state: 'provisioning' });
    await setGrantStep(db.client, { grantId, step: 'writing' });
    expect((await read(grantId)).step).toBe('writing');
    await setGrantStep(db.client, { grantId, step: 'disable' });
    expect((await read(grantId)).step).toBe('writing');
  });
});

describe('expiry', () => {
  const expire = (limit = 100) => claimDueExpirations(db, { siteId: server.siteId, actor, limit });

  test('moves what is over and nothing else, each with its event', async () => {
    const over = await grants(3, { state: 'active', endsInSeconds: -1 });
    await grants(2, { state: 'active', endsInSeconds: 60 });
    await grants(1, { state: 'active', permanent: true });
    expect(await expire()).toBe(3);
    expect(await expire()).toBe(0);
    for (const grantId of over)
      expect(await read(grantId)).toMatchObject({ state: 'revoking', endCause: 'expired' });
    const events = await owner.client.auditEvent.findMany({ where: { grantId: { in: over } } });
    expect(events.map(({ type }) => type)).toEqual(['grant.expired', 'grant.expired', 'grant.expired']);
  });

  test('by several brokers at once ends each grant once', async () => {
    const over = await grants(20, { state: 'active', endsInSeconds: -1 });
    const counts = await Promise.all(Array.from({ length: 8 }, () => expire(5)));
    let total = counts.reduce((sum, count) => sum + count, 0);
    total += await expire();
    expect(total).toBe(20);
    expect(await owner.client.auditEvent.count({ where: { grantId: { in: over } } })).toBe(20);
  });

  test('wins or loses against an extension, never both', async () => {
    const [grantId = ''] = await grants(1, { state: 'active', endsInSeconds: -1 });
    const extend = owner.client.$executeRaw`
      update access_grant set ends_at = now() + interval '1 hour'
       where id = ${grantId}::uuid and state = 'active' and ends_at > now()`;
    const [extended, expired] = await Promise.all([extend, expire()]);
    expect([extended, expired]).toEqual([0, 1]);
  });

  test('tells when the next end is due', async () => {
    const siteId = server.siteId;
    expect(await nextDueInstant(db.client, { siteId })).toBeUndefined();
    await grants(1, { state: 'active', endsInSeconds: 500 });
    await grants(1, { state: 'active', endsInSeconds: 90 });
    const due = await nextDueInstant(db.client, { siteId });
    expect(due).toBeGreaterThan(80_000);
    expect(due).toBeLessThanOrEqual(90_000);
    await grants(1, { state: 'active', endsInSeconds: -5 });
    expect(await nextDueInstant(db.client, { siteId })).toBe(0);
  });
});

describe('grants that lost their ground', () => {
  const end = async () => (await endForfeitedGrants(db.client, { siteId: server.siteId, actor })).length;

  test.each([
    [
      'server-reassigned',
      () => owner.client.server.update({ where: { id: server.serverId }, data: { organisationId: null } }),
    ],
    [
      'organisation-suspended',
      () =>
        owner.client.organisation.update({
          where: { id: server.organisationId },
          data: { suspendedAt: new Date() },
        }),
    ],
    [
      'user-disabled',
      () => owner.client.user.update({ where: { id: server.tenantId }, data: { disabledAt: new Date() } }),
    ],
  ])('are ended: %s', async (cause, takeAway) => {
    const { grantId } = await insertGrantFixture(owner.client, server, { state: 'active' });
    expect(await end()).toBe(0);
    await takeAway();
    expect(await end()).toBe(1);
    expect(await read(grantId)).toMatchObject({ state: 'revoking', endCause: cause });
    const [recorded] = await owner.client.auditEvent.findMany({ where: { grantId } });
    expect(recorded).toMatchObject({ type: 'grant.end-requested', details: { cause } });
    expect(await end()).toBe(0);
  });
});

describe('an overdue revocation', () => {
  const report = () => reportOverdueRevocations(db, { siteId: server.siteId, actor, afterSeconds: 120 });

  test('is counted always and reported once', async () => {
    const [late = ''] = await grants(1, { state: 'active', endsInSeconds: -121 });
    await grants(1, { state: 'active', endsInSeconds: -60 });
    await claimDueExpirations(db, { siteId: server.siteId, actor, limit: 10 });
    expect((await report()).map(({ grantId }) => grantId)).toEqual([late]);
    expect(await report()).toEqual([]);
    const counts = await countGrantsByState(db.client, {
      siteId: server.siteId,
      overdueAfterSeconds: 120,
      pageAfterSeconds: 600,
    });
    expect(counts).toEqual({ byState: { revoking: 2 }, overdue: 1, paging: 0 });
  });

  test('is not excused by an end that lies in the future', async () => {
    const [grantId = ''] = await grants(1, { state: 'revoking', endsInSeconds: 3000 });
    expect(await report()).toEqual([]);
    await owner.client.$executeRaw`alter table access_grant disable trigger keep_grant_state`;
    const stateSince = new Date(Date.now() - 130_000);
    await owner.client.grant.update({ where: { id: grantId }, data: { stateSince } });
    await owner.client.$executeRaw`alter table access_grant enable trigger keep_grant_state`;
    expect((await report()).map((each) => each.grantId)).toEqual([grantId]);
  });
});
