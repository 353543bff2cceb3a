/** Where policy wants it, a request waits for somebody of support, and nothing is made before. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Answer, call, openTestPortal, type TestPortal } from './open-test-portal.ts';
import { beatBrokers, makeTarget, makeWorld, type Target, type World } from './world.ts';

let t: TestPortal;
let world: World;
let tenant: string;
let support: string;
let target: Target;

beforeAll(async () => {
  t = await openTestPortal();
  world = await makeWorld(t);
  tenant = await t.signIn(world.own.tenantId);
  support = await t.signIn(world.supportId);
});
afterAll(() => t.close());
beforeEach(async () => {
  await beatBrokers(t);
  target = await makeTarget(t, world.own, false);
  await t.owner.client.$executeRaw`
    insert into access_policy (server_id, approval, approval_timeout_seconds)
    values (${target.serverId}::uuid, 'by-support', 600)`;
});

const reasonOf = ({ error }: Answer) => error?.data.reason;
const grantOf = (grantId: string) => t.owner.client.grant.findUniqueOrThrow({ where: { id: grantId } });
const page = (who: string) => call(t.portal, 'servers.get', { serverId: target.serverId }, who);
const eventsOf = async (grantId: string) =>
  (await t.owner.client.auditEvent.findMany({ where: { grantId }, orderBy: { seq: 'asc' } })).map(
    ({ type }) => type,
  );
const approve = (grantId: string) => call(t.portal, 'grants.approve', { grantId }, support);
const decline = (grantId: string, reason = 'the rack is being moved') =>
  call(t.portal, 'grants.decline', { grantId, reason }, support);

async function ask(): Promise<string> {
  const { data } = await call(t.portal, 'grants.request', { serverId: target.serverId }, tenant);
  return (data as { grantId: string }).grantId;
}

test('a request waits, holds its server, and shows the tenant how long', async () => {
  const grantId = await ask();
  const waiting = await grantOf(grantId);
  expect(waiting).toMatchObject({ state: 'awaiting-approval', startsAt: null });
  expect(Number(waiting.approvalUntil) - Number(waiting.requestedAt)).toBe(600_000);
  expect(reasonOf(await call(t.portal, 'grants.request', { serverId: target.serverId }, tenant))).toBe(
    'server-has-grant',
  );
  expect(await page(tenant)).toMatchObject({
    data: { access: { state: 'awaiting-approval' }, may: { end: true, decide: false, operate: false } },
  });
  expect(await page(support)).toMatchObject({ data: { may: { decide: true } } });
});

test('an approved request goes to the brokers with the name of who approved it', async () => {
  const grantId = await ask();
  expect(await approve(grantId)).toMatchObject({ status: 200 });
  expect(await grantOf(grantId)).toMatchObject({ state: 'requested', decidedById: world.supportId });
  expect(await eventsOf(grantId)).toEqual(['grant.requested', 'grant.approved']);
  expect(reasonOf(await decline(grantId))).toBe('not-waiting');
});

test('a declined request is denied, and the tenant reads why', async () => {
  const grantId = await ask();
  expect(await decline(grantId)).toMatchObject({ status: 200 });
  expect(await page(tenant)).toMatchObject({
    data: {
      access: null,
      lastEnded: {
        state: 'denied',
        endCause: 'declined-by-staff',
        decisionReason: 'the rack is being moved',
      },
      may: { request: true },
    },
  });
  expect(reasonOf(await approve(grantId))).toBe('not-waiting');
});

test('of an approval and a decline at once one counts', async () => {
  const grantId = await ask();
  const answers = await Promise.all([approve(grantId), decline(grantId)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test('the tenant withdraws his request: it is denied, and no broker hears of it', async () => {
  const grantId = await ask();
  expect(await call(t.portal, 'grants.end', { grantId }, tenant)).toMatchObject({ status: 200 });
  expect(await grantOf(grantId)).toMatchObject({ state: 'denied', endCause: 'ended-by-tenant' });
  expect(reasonOf(await approve(grantId))).toBe('not-waiting');
});

test('a request whose time is over cannot be approved, whether or not a broker has noticed', async () => {
  const grantId = await ask();
  await t.owner.client.$executeRaw`
    update access_grant set approval_until = now() - interval '1 second' where id = ${grantId}::uuid`;
  expect(reasonOf(await approve(grantId))).toBe('not-waiting');
});

test('what was blocked since is not opened by an approval', async () => {
  const grantId = await ask();
  const block = { of: { serverId: target.serverId }, kind: 'unpaid', reason: 'invoice 77', endsLive: false };
  await call(t.portal, 'blocks.set', block, support);
  expect(reasonOf(await approve(grantId))).toBe('blocked');
  expect((await grantOf(grantId)).state).toBe('awaiting-approval');
});

test('what staff give needs no approval of staff', async () => {
  const gift = { permanent: false, durationSeconds: 3600, reason: 'the shop is down', ticketNumber: 'T-1' };
  const { data } = await call(t.portal, 'grants.give', { serverId: target.serverId, ...gift }, support);
  expect(await grantOf((data as { grantId: string }).grantId)).toMatchObject({ state: 'requested' });
});

test('the list of what to approve names it', async () => {
  const grantId = await ask();
  const list = await call(t.portal, 'grants.list', { state: ['awaiting-approval'] }, support);
  expect(JSON.stringify(list.data)).toContain(grantId);
});
