/** Permanent access has somebody who answers for it, and a date on which somebody decides again. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Answer, call, openTestPortal, type TestPortal } from './open-test-portal.ts';
import { beatBrokers, makeTarget, makeWorld, type World } from './world.ts';

let t: TestPortal;
let world: World;
let support: string;
let admin: string;
let tenant: string;

beforeAll(async () => {
  t = await openTestPortal();
  world = await makeWorld(t);
  support = await t.signIn(world.supportId);
  admin = await t.signIn(world.adminId);
  tenant = await t.signIn(world.own.tenantId);
});
afterAll(() => t.close());
beforeEach(() => beatBrokers(t));

const reasonOf = ({ error }: Answer) => error?.data.reason;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
const grantOf = (grantId: string) => t.owner.client.grant.findUniqueOrThrow({ where: { id: grantId } });
const give = async (more: object = {}) => {
  const { serverId } = await makeTarget(t, world.own, false);
  const gift = { permanent: true, reviewAt: inDays(90), reason: 'colocation', ticketNumber: 'T-1', ...more };
  return call(t.portal, 'grants.give', { serverId, ...gift }, support);
};
const toReview = async () => {
  const { data } = await call(t.portal, 'grants.list', { reviewDueOnly: true }, support);
  return (data as { items: { id: string; reviewDue: string }[] }).items;
};
const confirm = (grantId: string, reviewAt: Date) =>
  call(t.portal, 'grants.confirm', { grantId, reviewAt }, support);

test('whoever gives it answers for it, unless somebody else of the hoster is named', async () => {
  const own = (await give()).data as { grantId: string };
  expect(await grantOf(own.grantId)).toMatchObject({ ownerId: world.supportId });
  const others = (await give({ ownerId: world.adminId })).data as { grantId: string };
  expect(await grantOf(others.grantId)).toMatchObject({ ownerId: world.adminId });
});

test('no tenant and nobody who has left answers for it', async () => {
  expect(reasonOf(await give({ ownerId: world.own.tenantId }))).toBe('owner-not-staff');
  const left = await t.owner.client.user.create({
    data: { email: 'left@hoster.test', name: 'Lea', role: 'support', disabledAt: new Date() },
  });
  expect(reasonOf(await give({ ownerId: left.id }))).toBe('owner-not-staff');
});

test('it is to be reviewed two weeks before its date and until somebody confirms it', async () => {
  const { grantId } = await makeTarget(t, world.own, 'permanent');
  const review = (reviewAt: Date) =>
    t.owner.client.grant.update({ where: { id: grantId }, data: { reviewAt } });
  await review(inDays(15));
  expect((await toReview()).map(({ id }) => id)).not.toContain(grantId);
  await review(inDays(13));
  expect(await toReview()).toContainEqual(expect.objectContaining({ id: grantId, reviewDue: 'soon' }));
  await review(inDays(-3));
  expect(await toReview()).toContainEqual(expect.objectContaining({ id: grantId, reviewDue: 'passed' }));

  const until = inDays(180);
  expect(await confirm(grantId, until)).toMatchObject({ status: 200 });
  expect(await grantOf(grantId)).toMatchObject({ reviewAt: until, state: 'active' });
  expect((await toReview()).map(({ id }) => id)).not.toContain(grantId);
  const confirmed = { grantId, type: 'grant.review-confirmed' };
  expect(await t.owner.client.auditEvent.count({ where: confirmed })).toBe(1);
});

test('a date that lies in the past, and access with an end, cannot be confirmed', async () => {
  const permanent = await makeTarget(t, world.own, 'permanent');
  expect(await confirm(permanent.grantId, inDays(-1))).toMatchObject({ status: 400 });
  const temporary = await makeTarget(t, world.own, true);
  expect(reasonOf(await confirm(temporary.grantId, inDays(10)))).toBe('not-permanent');
});

test('where every clock of a site is wrong nothing new is made, and one right clock is enough', async () => {
  const target = await makeTarget(t, world.own, false);
  const setClock = (offsetMs: number) =>
    t.owner.client.broker.updateMany({
      where: { siteId: world.own.siteId },
      data: { clockOffsetMs: offsetMs },
    });
  const ask = () => call(t.portal, 'grants.request', { serverId: target.serverId }, tenant);
  await setClock(-5_001);
  const refused = await ask();
  expect(reasonOf(refused)).toBe('clocks-off');
  expect(refused.error?.data.advice).toContain('NTP');
  expect(reasonOf(await give())).toBe('clocks-off');
  await setClock(5_000);
  await t.owner.client.broker.create({
    data: {
      siteId: world.own.siteId,
      name: 'wrong',
      version: '0',
      consoleUrl: 'ws://x',
      clockOffsetMs: 60_000,
    },
  });
  expect(await ask()).toMatchObject({ status: 200 });
});

test('what appeared during administrator access waits for an admin until he has dealt with it', async () => {
  const { grantId } = await makeTarget(t, world.own, true);
  await t.owner.client.$executeRaw`
    insert into bmc_user_snapshot (grant_id, users, compared_at, findings)
    values (${grantId}::uuid, '[]', now(),
      '[{"slot": 7, "name": "backdoor", "privilege": "administrator", "enabled": true, "what": "appeared"}]')`;
  const list = async () => {
    const { data } = await call(t.portal, 'findings.list', undefined, admin);
    return (data as { items: { grantId: string; findings: { name: string }[] }[] }).items;
  };
  expect(await list()).toMatchObject([{ grantId, findings: [{ name: 'backdoor' }] }]);
  for (let twice = 0; twice < 2; twice += 1) await call(t.portal, 'findings.markSeen', { grantId }, admin);
  expect(await list()).toEqual([]);
  expect(await t.owner.client.auditEvent.count({ where: { grantId, type: 'account.finding-seen' } })).toBe(1);
});
