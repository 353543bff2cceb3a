/** A grant is good for its scopes and nothing else, at each of the portal's doors. */
import { randomUUID } from 'node:crypto';
import { insertAccountFixture, insertGrantFixture } from '@postern/database/testing';
import type { GrantScope } from '@postern/domain';
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
const bmcOf = async ({ serverId }: Target) =>
  (await t.owner.client.bmc.findUniqueOrThrow({ where: { serverId } })).id;

/** A server with an active grant for these scopes. */
async function granted(scopes: readonly GrantScope[]): Promise<Target> {
  const target = await makeTarget(t, world.own, false);
  const server = { ...world.own, serverId: target.serverId, bmcId: await bmcOf(target) };
  const { grantId } = await insertGrantFixture(t.owner.client, server, { state: 'active', scopes });
  return { ...target, grantId };
}

const operate = ({ serverId }: Target) =>
  call(t.portal, 'power.operate', { serverId, operation: 'on', idempotencyKey: randomUUID() }, tenant);
const boot = ({ serverId }: Target) =>
  call(
    t.portal,
    'boot.write',
    { serverId, device: 'pxe', persistent: false, firmware: 'uefi', idempotencyKey: randomUUID() },
    tenant,
  );
const ticket = ({ serverId }: Target) =>
  call(t.portal, 'console.issueTicket', { serverId, kind: 'screen' }, tenant);
const reveal = ({ grantId }: Target) => call(t.portal, 'grants.reveal', { grantId }, tenant);

test('a request without scopes is for all that policy allows and the server can do', async () => {
  const { serverId } = await makeTarget(t, world.own, false);
  await call(t.portal, 'grants.request', { serverId }, tenant);
  // No BMC here does virtual media.
  expect(await t.owner.client.grant.findFirst({ where: { serverId } })).toMatchObject({
    scopes: ['view', 'console', 'power', 'account'],
  });
});

test('a request for less gets less, and one for what is not offered is refused at its field', async () => {
  const { serverId } = await makeTarget(t, world.own, false);
  const media = await call(t.portal, 'grants.request', { serverId, scopes: ['media'] }, tenant);
  expect(media).toMatchObject({ status: 400, error: { data: { reason: 'scope-not-offered' } } });
  expect(media.error?.data.fieldErrors).toHaveProperty('scopes');
  expect(await call(t.portal, 'grants.request', { serverId, scopes: ['power'] }, tenant)).toMatchObject({
    status: 200,
  });
  expect(await t.owner.client.grant.findFirst({ where: { serverId } })).toMatchObject({ scopes: ['power'] });
});

test('policy takes scopes away from tenants who ask and staff who give', async () => {
  const { serverId } = await makeTarget(t, world.own, false);
  await t.owner.client.$executeRaw`
    insert into access_policy (server_id, scopes) values (${serverId}::uuid, array['view', 'media'])`;
  const gift = { serverId, permanent: false, durationSeconds: 3600, reason: 'down', ticketNumber: 'T-1' };
  expect(reasonOf(await call(t.portal, 'grants.give', { ...gift, scopes: ['power'] }, support))).toBe(
    'scope-not-offered',
  );
  expect(await call(t.portal, 'servers.get', { serverId }, tenant)).toMatchObject({
    data: { offeredScopes: ['view'] },
  });
  await t.owner.client.bmc.updateMany({
    where: { serverId },
    data: { screenProtocol: 'none', serialOverLan: false },
  });
  expect(reasonOf(await call(t.portal, 'grants.request', { serverId }, tenant))).toBe('nothing-offered');
});

test.each<[string, (target: Target) => Promise<Answer>, GrantScope]>([
  ['power', operate, 'power'],
  ['next boot', boot, 'power'],
  ['a console', ticket, 'console'],
])('%s needs its scope', async (_, use, scope) => {
  expect(reasonOf(await use(await granted(['account'])))).toBe('scope-missing');
  expect(await use(await granted([scope]))).toMatchObject({ status: 200 });
});

test('a grant to look at gets a ticket to look with', async () => {
  const target = await granted(['view']);
  expect(await ticket(target)).toMatchObject({ status: 200 });
  expect(await t.owner.client.consoleTicket.findFirst({ where: { grantId: target.grantId } })).toMatchObject({
    readOnly: true,
  });
  const both = await granted(['view', 'console']);
  await ticket(both);
  expect(await t.owner.client.consoleTicket.findFirst({ where: { grantId: both.grantId } })).toMatchObject({
    readOnly: false,
  });
});

test('a grant without account has no password to reveal and cannot have an account at all', async () => {
  const target = await granted(['view', 'power']);
  expect(reasonOf(await reveal(target))).toBe('scope-missing');
  const made = insertAccountFixture(t.owner.client, { grantId: target.grantId, bmcId: await bmcOf(target) });
  await expect(made).rejects.toThrow(/allows no account/);
});

test('staff need no scope: they act by their own right', async () => {
  const { serverId } = await granted(['view']);
  const reason = 'ticket 4711';
  expect(
    await call(
      t.portal,
      'power.operate',
      { serverId, operation: 'on', idempotencyKey: randomUUID(), reason },
      support,
    ),
  ).toMatchObject({ status: 200 });
  await call(t.portal, 'console.issueTicket', { serverId, kind: 'screen', reason }, support);
  expect(await t.owner.client.consoleTicket.findFirst({ where: { serverId } })).toMatchObject({
    readOnly: false,
  });
});

test('the page greys what the grant does not include', async () => {
  const { serverId } = await granted(['account']);
  expect(await call(t.portal, 'servers.get', { serverId }, tenant)).toMatchObject({
    data: {
      access: { scopes: ['account'] },
      console: { unavailableReason: 'This access does not include the console.' },
      may: { operate: false, openConsole: false, reveal: true },
    },
  });
});
