/** Walks every procedure × who asks × whose it is, against the table beside it, through the route's own HTTP handler. */
import { revokeWebSessions } from '@postern/database';
import { insertServerFixture, type ServerFixture } from '@postern/database/testing';
import type { Role } from '@postern/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Answer,
  call,
  openTestPortal,
  procedurePaths,
  procedureType,
  type TestPortal,
} from './open-test-portal.ts';
import { inputOf, type ProcedureRow, procedureTable } from './procedure-table.ts';
import {
  beatBrokers,
  holdSite,
  makeTarget,
  makeWorld,
  nonexistentTarget,
  type Target,
  type World,
} from './world.ts';

let t: TestPortal;
let world: World;
/** Cookies of people whose sign-in stands. */
let cookies: Record<Role, string>;
/** Cookies that are worth nothing. */
let locked: Record<string, string | undefined>;

beforeAll(async () => {
  t = await openTestPortal();
  world = await makeWorld(t);
  cookies = {
    tenant: await t.signIn(world.own.tenantId),
    support: await t.signIn(world.supportId),
    admin: await t.signIn(world.adminId),
  };
  locked = await lockedCookies();
});
afterAll(() => t.close());
beforeEach(() => beatBrokers(t));

async function lockedCookies(): Promise<Record<string, string | undefined>> {
  const { client } = t.owner;
  const person = (name: string, data: object) =>
    client.user.create({
      data: { email: `${name}@locked.test`, name, role: 'admin', ...data },
    });
  const disabled = await person('disabled', { disabledAt: new Date() });
  const left = await person('left', {});
  const late = await person('late', {});
  const suspended = await insertServerFixture(client);
  await client.organisation.update({
    where: { id: suspended.organisationId },
    data: { suspendedAt: new Date() },
  });
  const found = {
    anonymous: undefined,
    'with a forged cookie': 'postern.session=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..a.b.c',
    'a disabled user': await t.signIn(disabled.id),
    'with a revoked session': await t.signIn(left.id),
    'with a session that is over': await t.signIn(late.id),
    'of a suspended organisation': await t.signIn(suspended.tenantId),
  };
  await revokeWebSessions(client, { userId: left.id });
  await client.webSession.updateMany({ where: { userId: late.id }, data: { expiresAt: new Date(0) } });
  return found;
}

test('every procedure stands in the table, and the table names no other', () => {
  expect(procedurePaths()).toEqual(Object.keys(procedureTable).sort());
});

const rows = Object.entries(procedureTable).filter(([path]) => procedureType(path) !== 'subscription');

describe.each(rows)('%s', (path, row) => {
  test('tells nothing to those who are not signed in, whatever they ask about', async () => {
    const target = await targetOf(world.own, row);
    for (const [who, cookie] of Object.entries(locked)) {
      const answers = [
        await ask(path, row, target, cookie),
        await ask(path, row, nonexistentTarget(), cookie),
      ];
      for (const answer of answers) expect({ who, ...visible(answer) }).toMatchObject({ who, status: 401 });
    }
  });

  const refusedRoles = (['tenant', 'support', 'admin'] as const).filter((role) => !row.roles.includes(role));
  test.each(refusedRoles)('refuses %s with the same answer for everything', async (role) => {
    const own = await ask(path, row, await targetOf(world.own, row), cookies[role]);
    const other = await ask(path, row, await targetOf(world.other, row), cookies[role]);
    const none = await ask(path, row, nonexistentTarget(), cookies[role]);
    expect(visible(own)).toMatchObject({ status: 403, reason: 'not-permitted' });
    expect(visible(other)).toEqual(visible(own));
    expect(visible(none)).toEqual(visible(own));
  });

  if (row.roles.includes('tenant')) {
    test('does it for a tenant on his own', async () => {
      const answer = await ask(path, row, await targetOf(world.own, row), cookies.tenant);
      expect(answer).toMatchObject({ status: 200 });
    });
  }

  if (row.roles.includes('tenant') && row.about === 'tenant') {
    test("answers a tenant the same for another tenant's and for none at all", async () => {
      const other = await ask(path, row, await targetOf(world.other, row), cookies.tenant);
      const none = await ask(path, row, nonexistentTarget(), cookies.tenant);
      expect(visible(other)).toMatchObject({ status: 404, reason: 'not-found' });
      expect(visible(none)).toEqual(visible(other));
    });
  }

  const staffRoles = row.roles.filter((role) => role !== 'tenant');
  test.each(staffRoles)(
    'does it for %s on any tenant’s, and finds none where there is none',
    async (role) => {
      const place = await insertServerFixture(t.owner.client);
      await t.owner.client.site.update({
        where: { id: place.siteId },
        data: { publicKey: world.siteKeys.publicKeyPem },
      });
      await beatBrokers(t);
      const answer = await ask(path, row, await targetOf(place, row), cookies[role]);
      expect(answer).toMatchObject({ status: 200 });
      if (row.about === 'none') return;
      const none = await ask(path, row, nonexistentTarget(), cookies[role]);
      expect(visible(none)).toMatchObject({ status: 404, reason: 'not-found' });
    },
  );
});

async function targetOf(place: ServerFixture, row: ProcedureRow): Promise<Target> {
  const target = await makeTarget(t, place, row.needsGrant ?? false);
  if (row.needsHold) await holdSite(t, target.siteId);
  return target;
}

async function ask(
  path: string,
  row: ProcedureRow,
  target: Target,
  cookie: string | undefined,
): Promise<Answer> {
  return call(t.portal, path, await inputOf(row, target, t, callerOf(cookie)), cookie);
}

/** Whose a cookie is; for one that is worth nothing, anybody. */
function callerOf(cookie: string | undefined): string {
  if (cookie === cookies.admin) return world.adminId;
  return cookie === cookies.support ? world.supportId : world.own.tenantId;
}

/** All of an answer that a browser can tell apart, but for the reference, which is drawn anew each time. */
function visible({ status, error, data }: Answer): Record<string, unknown> {
  if (error === undefined) return { status, data };
  const { reference: _drawn, ...rest } = error.data;
  return { status, message: error.message, ...rest };
}
