import { transitionGrant } from '@postern/database';
import { insertServerFixture, type ServerFixture } from '@postern/database/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, call, openTestPortal, type TestPortal } from './open-test-portal.ts';
import { beatBrokers, makeTarget, makeWorld, type Target, temporaryPassword, type World } from './world.ts';

let t: TestPortal;
let world: World;
let tenant: string;
let support: string;
let admin: string;

beforeAll(async () => {
  t = await openTestPortal();
  world = await makeWorld(t);
  tenant = await t.signIn(world.own.tenantId);
  support = await t.signIn(world.supportId);
  admin = await t.signIn(world.adminId);
});
afterAll(() => t.close());
beforeEach(() => beatBrokers(t));

const free = () => makeTarget(t, world.own, false);
const active = () => makeTarget(t, world.own, true);
const request = (target: Target, more: object = {}, cookie = tenant) =>
  call(t.portal, 'grants.request', { serverId: target.serverId, ...more }, cookie);
const reasonOf = ({ error }: Answer) => error?.data.reason;
const grantOf = (grantId: string) => t.owner.client.grant.findUniqueOrThrow({ where: { id: grantId } });
const server = (target: Target, cookie = tenant) =>
  call(t.portal, 'servers.get', { serverId: target.serverId }, cookie) as Promise<
    Answer & { data: { access: { id: string; state: string } | null; accessBlocked: boolean; may: object } }
  >;

describe('a request for access', () => {
  test('stands as `requested` with the site’s default hour, its holder and its address', async () => {
    const sourceAddress = '203.0.113.80, 2001:DB8::80';
    const answer = await request(await free(), { reason: 'shop is down', sourceAddress });
    const { grantId } = answer.data as { grantId: string };
    expect(await grantOf(grantId)).toMatchObject({
      state: 'requested',
      durationSeconds: 3600,
      permanent: false,
      holderId: world.own.tenantId,
      sourceIpv4: '203.0.113.80',
      sourceIpv6: '2001:db8::80',
      privilege: 'operator',
      endsAt: null,
    });
  });

  test('twice at once makes one grant', async () => {
    const target = await free();
    const answers = await Promise.all([request(target), request(target), request(target)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await t.owner.client.grant.count({ where: { serverId: target.serverId } })).toBe(1);
  });

  test('outside the site’s policy is refused with the limit', async () => {
    const short = await request(await free(), { durationSeconds: 299 });
    expect(short).toMatchObject({ status: 400, error: { data: { reason: 'duration-too-short' } } });
    expect(short.error?.data.fieldErrors).toHaveProperty('durationSeconds');
    expect(reasonOf(await request(await free(), { durationSeconds: 14_401 }))).toBe('duration-too-long');
  });

  test('where no broker of the site answers is refused at once', async () => {
    await t.owner.client.$executeRaw`update broker set heartbeat_at = now() - interval '16 seconds'`;
    expect(reasonOf(await request(await free()))).toBe('no-broker');
  });
});

describe('an extension', () => {
  const extend = (grantId: string, bySeconds = 600) =>
    call(t.portal, 'grants.extend', { grantId, bySeconds }, tenant);

  test('moves the end, three times and no more', async () => {
    const { grantId } = await active();
    const before = (await grantOf(grantId)).endsAt?.getTime() ?? 0;
    for (let i = 0; i < 3; i += 1) expect((await extend(grantId)).status).toBe(200);
    expect((await grantOf(grantId)).endsAt?.getTime()).toBe(before + 1_800_000);
    expect(reasonOf(await extend(grantId))).toBe('extensions-used-up');
  });

  test('asked for four times at once happens three times', async () => {
    const { grantId } = await active();
    await Promise.all(Array.from({ length: 8 }, () => extend(grantId)));
    expect((await grantOf(grantId)).extensions).toBeLessThanOrEqual(3);
  });

  test('beyond the longest life is refused', async () => {
    expect(reasonOf(await extend((await active()).grantId, 28_000))).toBe('total-too-long');
  });

  test('after the end is refused even though no broker has ended it yet', async () => {
    const { grantId } = await active();
    await t.owner.client.$executeRaw`
      update access_grant set starts_at = now() - interval '2 hours', ends_at = now() - interval '1 millisecond'
       where id = ${grantId}::uuid`;
    expect(reasonOf(await extend(grantId))).toBe('deadline-passed');
  });
});

describe('*End now*', () => {
  test('moves the grant to `revoking` with its cause, and twice is the same as once', async () => {
    const { grantId } = await active();
    expect((await call(t.portal, 'grants.end', { grantId }, tenant)).status).toBe(200);
    expect((await call(t.portal, 'grants.end', { grantId }, tenant)).status).toBe(200);
    expect(await grantOf(grantId)).toMatchObject({
      state: 'revoking',
      endCause: 'ended-by-tenant',
      endRequestedById: world.own.tenantId,
    });
    const events = { grantId, type: 'grant.end-requested' };
    expect(await t.owner.client.auditEvent.count({ where: events })).toBe(1);
  });

  test('while it is being made takes it back', async () => {
    const target = await free();
    const { grantId } = (await request(target)).data as { grantId: string };
    const actor = { kind: 'broker', id: world.own.brokerId, name: 'b' } as const;
    await transitionGrant(t.owner.client, {
      grantId,
      from: 'requested',
      to: 'provisioning',
      event: { type: 'grant.provisioning-started', actor, outcome: 'ok' },
    });
    expect((await call(t.portal, 'grants.end', { grantId }, tenant)).status).toBe(200);
    expect((await grantOf(grantId)).state).toBe('revoking');
  });
});

describe('the password', () => {
  const reveal = (grantId: string, cookie = tenant) => call(t.portal, 'grants.reveal', { grantId }, cookie);

  test('opens for its tenant while the grant is active, and each look is recorded', async () => {
    const { grantId } = await active();
    expect(await reveal(grantId)).toMatchObject({ status: 200, data: { password: temporaryPassword } });
    const events = { grantId, type: 'grant.password-revealed', actorId: world.own.tenantId };
    expect(await t.owner.client.auditEvent.count({ where: events })).toBe(1);
  });

  test('never opens for staff, nor after the end', async () => {
    const { grantId } = await active();
    for (const cookie of [support, admin]) expect((await reveal(grantId, cookie)).status).toBe(403);
    await call(t.portal, 'grants.end', { grantId }, tenant);
    expect(await reveal(grantId)).toMatchObject({ status: 409, error: { data: { reason: 'grant-over' } } });
  });

  test('that was moved from another account does not open', async () => {
    const [one, two] = [await active(), await active()];
    const { passwordForTenant } = await t.owner.client.account.findFirstOrThrow({
      where: { grantId: one.grantId },
    });
    await t.owner.client.account.updateMany({ where: { grantId: two.grantId }, data: { passwordForTenant } });
    const answer = await reveal(two.grantId);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain(temporaryPassword);
  });
});

describe('access that staff give', () => {
  const gift = (target: Target, more: object) =>
    call(
      t.portal,
      'grants.give',
      { serverId: target.serverId, reason: 'colocation', ticketNumber: 'T-1', ...more },
      support,
    );

  test('permanently needs a date of review that lies ahead', async () => {
    const target = await free();
    const missing = await gift(target, { permanent: true });
    expect(missing.error?.data.fieldErrors).toHaveProperty('reviewAt');
    expect((await gift(target, { permanent: true, reviewAt: new Date(0) })).status).toBe(400);
    const given = await gift(target, { permanent: true, reviewAt: new Date(Date.now() + 86_400_000) });
    expect(await grantOf((given.data as { grantId: string }).grantId)).toMatchObject({
      permanent: true,
      durationSeconds: null,
      holderId: null,
      reason: 'colocation',
      ticketNumber: 'T-1',
    });
  });

  test('needs a reason and a ticket number', async () => {
    const answer = await gift(await free(), {
      permanent: false,
      durationSeconds: 3600,
      reason: ' ',
      ticketNumber: '',
    });
    expect(Object.keys(answer.error?.data.fieldErrors ?? {}).sort()).toEqual(['reason', 'ticketNumber']);
  });

  test('cannot be for somebody of another tenant', async () => {
    const more = { permanent: false, durationSeconds: 3600, holderId: world.other.tenantId };
    expect(reasonOf(await gift(await free(), more))).toBe('holder-not-of-tenant');
  });

  test('is shown to the tenant with who gave it and why, and ends at once when staff revoke it', async () => {
    const target = await free();
    const { grantId } = (await gift(target, { permanent: false, durationSeconds: 3600 })).data as {
      grantId: string;
    };
    expect((await server(target)).data.access).toMatchObject({ id: grantId, requestedByName: 'Sam' });
    const revoked = await call(t.portal, 'grants.revoke', { grantId, reason: 'abuse report' }, support);
    expect(revoked.status).toBe(200);
    expect(await grantOf(grantId)).toMatchObject({ state: 'revoking', endCause: 'revoked-by-staff' });
    const lines = await call(t.portal, 'activity.list', { serverId: target.serverId }, tenant);
    expect(lines.data).toMatchObject({
      items: [
        { actor: { kind: 'staff', name: 'Sam' }, sentence: 'ended the access', reason: 'abuse report' },
        {
          actor: { kind: 'staff', name: 'Sam' },
          sentence: 'asked for access for 60 min',
          reason: 'colocation',
        },
      ],
    });
  });
});

describe('a server that changes hands', () => {
  async function handOver(target: Target, to: ServerFixture): Promise<Answer> {
    const { name } = await t.owner.client.server.findUniqueOrThrow({ where: { id: target.serverId } });
    const facts = { name, rack: 'r1', ipAddresses: [], organisationId: to.organisationId };
    return call(t.portal, 'servers.update', { serverId: target.serverId, ...facts }, admin);
  }

  test('ends the former tenant’s access, and tells neither tenant of the other', async () => {
    const target = await active();
    const next = await insertServerFixture(t.owner.client);
    const newTenant = await t.signIn(next.tenantId);
    expect(await handOver(target, next)).toMatchObject({ status: 200, data: { grantsEnded: 1 } });
    expect(await grantOf(target.grantId)).toMatchObject({ state: 'revoking', endCause: 'server-reassigned' });

    expect((await server(target)).status).toBe(404);
    const seen = await server(target, newTenant);
    expect(seen.data).toMatchObject({ access: null, accessBlocked: true, may: { request: false } });
    const lines = await call(t.portal, 'activity.list', { serverId: target.serverId }, newTenant);
    for (const answer of [seen, lines]) {
      expect(answer.text).not.toContain(world.own.organisationId);
      expect(answer.text).not.toContain(target.grantId);
      expect(answer.text).not.toContain('Ana');
    }
    for (const path of ['grants.reveal', 'grants.end']) {
      expect((await call(t.portal, path, { grantId: target.grantId }, newTenant)).status).toBe(404);
    }
    expect((await call(t.portal, 'grants.reveal', { grantId: target.grantId }, tenant)).status).not.toBe(200);
  });

  test('gives nobody access until the former one is proven gone', async () => {
    const target = await active();
    const next = await insertServerFixture(t.owner.client);
    await beatBrokers(t);
    await handOver(target, next);
    const answer = await request(target, {}, await t.signIn(next.tenantId));
    expect(answer).toMatchObject({ status: 409, error: { data: { reason: 'access-being-removed' } } });
    expect(answer.text).not.toContain(target.grantId);
  });
});

describe('locking somebody out', () => {
  test('a disabled person is signed out and his access ends, in one transaction', async () => {
    const place = await insertServerFixture(t.owner.client);
    const target = await makeTarget(t, place, true);
    const cookie = await t.signIn(place.tenantId);
    const answer = await call(t.portal, 'people.disable', { userId: place.tenantId, reason: 'left' }, admin);
    expect(answer).toMatchObject({ status: 200, data: { grantsEnded: 1, sessionsEnded: 1 } });
    expect((await call(t.portal, 'viewer.get', undefined, cookie)).status).toBe(401);
    expect(await grantOf(target.grantId)).toMatchObject({ state: 'revoking', endCause: 'user-disabled' });
    await call(t.portal, 'people.enable', { userId: place.tenantId }, admin);
    expect((await call(t.portal, 'viewer.get', undefined, cookie)).status).toBe(401);
  });

  test('a suspended organisation’s people are signed out and all their access ends', async () => {
    const place = await insertServerFixture(t.owner.client);
    const targets = [await makeTarget(t, place, true), await makeTarget(t, place, true)];
    const cookie = await t.signIn(place.tenantId);
    const { organisationId } = place;
    const answer = await call(t.portal, 'organisations.suspend', { organisationId, reason: 'unpaid' }, admin);
    expect(answer.data).toEqual({ grantsEnded: 2, sessionsEnded: 1 });
    expect((await call(t.portal, 'viewer.get', undefined, cookie)).status).toBe(401);
    for (const { grantId } of targets) {
      expect(await grantOf(grantId)).toMatchObject({ state: 'revoking', endCause: 'organisation-suspended' });
    }
    const given = {
      serverId: targets[0]?.serverId,
      permanent: false,
      durationSeconds: 3600,
      reason: 'why not',
      ticketNumber: '1',
    };
    expect(reasonOf(await call(t.portal, 'grants.give', given, support))).toBe('organisation-suspended');
  });

  test('nobody locks himself out', async () => {
    const answer = await call(
      t.portal,
      'people.disable',
      { userId: world.adminId, reason: 'mistake' },
      admin,
    );
    expect(reasonOf(answer)).toBe('own-account');
  });
});

test('an overdue revocation is found by support and shown as such', async () => {
  const target = await active();
  await call(t.portal, 'grants.end', { grantId: target.grantId }, tenant);
  const overdue = () =>
    call(t.portal, 'grants.list', { overdueOnly: true }, support) as Promise<
      Answer & { data: { items: { id: string; overdue: boolean }[] } }
    >;
  expect((await overdue()).data.items.map(({ id }) => id)).not.toContain(target.grantId);
  // Only a row that is made anew can be backdated: triggers keep `state_since`.
  await t.owner.client.$executeRaw`alter table access_grant disable trigger keep_grant_state`;
  await t.owner.client.$executeRaw`
    update access_grant set state_since = now() - interval '121 seconds' where id = ${target.grantId}::uuid`;
  await t.owner.client.$executeRaw`alter table access_grant enable trigger keep_grant_state`;
  expect((await overdue()).data.items).toContainEqual(
    expect.objectContaining({ id: target.grantId, overdue: true }),
  );
  const listed = await call(t.portal, 'servers.list', { access: 'overdue' }, support);
  expect(listed.text).toContain(target.serverId);
});

test('support finds a server by anything that stands in a ticket', async () => {
  const target = await active();
  const row = await t.owner.client.server.findUniqueOrThrow({
    where: { id: target.serverId },
    include: { bmc: true, organisation: true, grants: { include: { accounts: true } } },
  });
  const texts = [
    row.name,
    row.name.slice(0, 9).toUpperCase(),
    row.bmc?.host,
    row.organisation?.name,
    row.grants[0]?.accounts[0]?.username,
  ];
  for (const query of texts) {
    const found = await call(t.portal, 'support.search', { query }, support);
    expect({ query, found: found.text.includes(target.serverId) }).toEqual({ query, found: true });
  }
  const wild = await call(t.portal, 'support.search', { query: '%' }, support);
  expect(wild.data).toEqual({ items: [] });
});
