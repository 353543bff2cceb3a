/** A blocked server gives no new access, and says why; live access ends where that was asked for. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Answer, call, openTestPortal, type TestPortal } from './open-test-portal.ts';
import { beatBrokers, makeTarget, makeWorld, type Target, type World } from './world.ts';

let t: TestPortal;
let world: World;
let tenant: string;
let support: string;

beforeAll(async () => {
  t = await openTestPortal();
  world = await makeWorld(t);
  tenant = await t.signIn(world.own.tenantId);
  support = await t.signIn(world.supportId);
});
afterAll(() => t.close());
beforeEach(() => beatBrokers(t));

const reasonOf = ({ error }: Answer) => error?.data.reason;
const grantOf = (grantId: string) => t.owner.client.grant.findUniqueOrThrow({ where: { id: grantId } });
type Of = { serverId: string } | { organisationId: string };
const block = (of: Of, more: object = {}) =>
  call(
    t.portal,
    'blocks.set',
    { of, kind: 'unpaid', reason: 'Invoice 77 is open.', endsLive: false, ...more },
    support,
  );
const lift = (of: Of, kind = 'unpaid') => call(t.portal, 'blocks.clear', { of, kind }, support);
const ask = ({ serverId }: Target) => call(t.portal, 'grants.request', { serverId }, tenant);
const give = ({ serverId }: Target) =>
  call(
    t.portal,
    'grants.give',
    { serverId, permanent: false, durationSeconds: 3600, reason: 'the shop is down', ticketNumber: 'T-1' },
    support,
  );
const page = ({ serverId }: Target, who = tenant) => call(t.portal, 'servers.get', { serverId }, who);

test('new access is refused to the tenant with the reason in words, and to staff as well', async () => {
  const target = await makeTarget(t, world.own, false);
  await block({ serverId: target.serverId });
  const refused = await ask(target);
  expect(refused).toMatchObject({ status: 403, error: { data: { reason: 'blocked' } } });
  expect(refused.error?.message).toBe('No new access while something is unpaid. Invoice 77 is open.');
  expect(reasonOf(await give(target))).toBe('blocked');
  expect(await page(target)).toMatchObject({
    data: {
      blocks: [{ kind: 'unpaid', of: 'server', reason: 'Invoice 77 is open.', setByName: null }],
      may: { request: false },
    },
  });
  expect(await page(target, support)).toMatchObject({ data: { blocks: [{ setByName: 'Sam' }] } });
});

test('live access goes on to its end, but is not extended', async () => {
  const target = await makeTarget(t, world.own, true);
  await block({ serverId: target.serverId });
  expect((await grantOf(target.grantId)).state).toBe('active');
  const extension = await call(
    t.portal,
    'grants.extend',
    { grantId: target.grantId, bySeconds: 600 },
    tenant,
  );
  expect(reasonOf(extension)).toBe('blocked');
  expect(await page(target)).toMatchObject({ data: { may: { extend: false, end: true, operate: true } } });
});

test('live access ends at once where that is asked for, and says so', async () => {
  const target = await makeTarget(t, world.own, true);
  expect(await block({ serverId: target.serverId }, { kind: 'abuse', endsLive: true })).toMatchObject({
    data: { grantsEnded: 1 },
  });
  expect(await grantOf(target.grantId)).toMatchObject({ state: 'revoking', endCause: 'server-blocked' });
});

test('a block of the organisation holds on all its servers and no other', async () => {
  const [own, second] = [await makeTarget(t, world.own, false), await makeTarget(t, world.own, true)];
  const { organisationId } = own;
  expect(await block({ organisationId }, { endsLive: true })).toMatchObject({ status: 200 });
  expect(reasonOf(await ask(own))).toBe('blocked');
  expect(await grantOf(second.grantId)).toMatchObject({ state: 'revoking' });
  const other = await makeTarget(t, world.other, false);
  const theirs = await call(
    t.portal,
    'grants.request',
    { serverId: other.serverId },
    await t.signIn(world.other.tenantId),
  );
  expect(theirs).toMatchObject({ status: 200 });
  await lift({ organisationId });
  expect(await ask(own)).toMatchObject({ status: 200 });
});

test('reasons add up, and access comes back when the last one is lifted', async () => {
  const target = await makeTarget(t, world.own, false);
  const of = { serverId: target.serverId };
  await block(of);
  await block(of, { kind: 'being-reinstalled', reason: 'New disks.' });
  await lift(of);
  expect(reasonOf(await ask(target))).toBe('blocked');
  await lift(of, 'being-reinstalled');
  expect(await ask(target)).toMatchObject({ status: 200 });
});

test('each change has its line in the activity that the tenant reads, and doing it twice adds none', async () => {
  const target = await makeTarget(t, world.own, false);
  const of = { serverId: target.serverId };
  await Promise.all([block(of), block(of)]);
  await block(of);
  await lift(of);
  await lift(of);
  const { data } = await call(t.portal, 'activity.list', of, tenant);
  const sentences = (data as { items: { sentence: string }[] }).items.map(({ sentence }) => sentence);
  expect(sentences).toEqual([
    'lifted the block (unpaid)',
    'blocked new access (unpaid): Invoice 77 is open.',
  ]);
});
