/** A tenant's and a server's words count before the site's, wherever grants are asked for, given, extended or shown. */

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { call, openTestPortal, type TestPortal } from './open-test-portal.ts';
import { silentPolicyValues } from './silent-policy.ts';
import { beatBrokers, makeTarget, makeWorld, type Target, type World } from './world.ts';

let t: TestPortal;
let world: World;
let admin: string;
let tenant: string;
let support: string;
let target: Target;

beforeAll(async () => {
  t = await openTestPortal();
  world = await makeWorld(t);
  admin = await t.signIn(world.adminId);
  tenant = await t.signIn(world.own.tenantId);
  support = await t.signIn(world.supportId);
});
afterAll(() => t.close());
beforeEach(async () => {
  await beatBrokers(t);
  target = await makeTarget(t, world.own, false);
});

const override = (of: object, policy: object) =>
  call(t.portal, 'policies.override', { of, policy: { ...silentPolicyValues, ...policy } }, admin);
const read = async (who: string, serverId: string) =>
  (await call(t.portal, 'servers.get', { serverId }, who)).data as Record<string, never>;

test('a server’s own longest access binds the tenant who asks and the staff who give', async () => {
  const { serverId } = target;
  expect(await override({ serverId }, { maxDurationSeconds: 600 })).toMatchObject({ status: 200 });
  const asked = await call(t.portal, 'grants.request', { serverId, durationSeconds: 3600 }, tenant);
  expect(asked.error?.data).toMatchObject({ reason: 'duration-too-long' });
  const given = await call(
    t.portal,
    'grants.give',
    { serverId, permanent: false, durationSeconds: 3600, reason: 'the shop is down', ticketNumber: 'T-1' },
    support,
  );
  expect(given.error?.data).toMatchObject({ reason: 'duration-too-long' });
  expect(await read(tenant, serverId)).toMatchObject({
    policy: { maxDurationSeconds: 600, defaultDurationSeconds: 600 },
  });
  expect(await call(t.portal, 'grants.request', { serverId }, tenant)).toMatchObject({ status: 200 });
  expect(await t.owner.client.grant.findFirst({ where: { serverId } })).toMatchObject({
    durationSeconds: 600,
  });
});

test('the page tells an admin who said what', async () => {
  const { serverId, organisationId } = target;
  await override({ organisationId }, { maxExtensions: 9 });
  await override({ serverId }, { graceSeconds: 60 });
  const { data } = await call(t.portal, 'policies.get', { of: { serverId } }, admin);
  expect(data).toMatchObject({
    own: { graceSeconds: 60, maxExtensions: null },
    inherited: { policy: { maxExtensions: 9 }, sources: { maxExtensions: { level: 'organisation' } } },
    holding: { policy: { graceSeconds: 60 }, sources: { graceSeconds: { level: 'server' } } },
  });
  await override({ organisationId }, {});
});

test('an extension follows the policy that holds on its server', async () => {
  const live = await makeTarget(t, world.own, true);
  await override({ serverId: live.serverId }, { maxExtensions: 0 });
  const { error } = await call(t.portal, 'grants.extend', { grantId: live.grantId, bySeconds: 60 }, tenant);
  expect(error?.data).toMatchObject({ reason: 'extensions-used-up' });
  expect(await read(tenant, live.serverId)).toMatchObject({
    access: { extensionsLeft: 0 },
    may: { extend: false },
  });
});

test('a tenant has access to as many servers at once as its policy allows, also when two ask together', async () => {
  const { organisationId } = target;
  const live = await t.owner.client.grant.count({
    where: { organisationId, state: { in: ['requested', 'provisioning', 'active', 'revoking'] } },
  });
  await override({ organisationId }, { maxLiveGrants: live + 1 });
  const second = await makeTarget(t, world.own, false);
  const answers = await Promise.all(
    [target, second].map(({ serverId }) => call(t.portal, 'grants.request', { serverId }, tenant)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(answers.find(({ status }) => status === 409)?.error?.data).toMatchObject({
    reason: 'too-many-live-grants',
  });
  await override({ organisationId }, {});
});

test('the audit log keeps what a layer says, and not what it leaves to others', async () => {
  const { serverId } = target;
  await override({ serverId }, { approval: 'by-support', scopes: ['view', 'power'] });
  const event = await t.owner.client.auditEvent.findFirst({
    where: { serverId, type: 'server.policy-changed' },
  });
  expect(event?.details).toEqual({ name: expect.any(String), approval: 'by-support', scopes: 'view power' });
});

test('durations that contradict each other are refused at their field, and nothing is written', async () => {
  const { serverId } = target;
  const { status, error } = await override({ serverId }, { minDurationSeconds: 600, maxDurationSeconds: 60 });
  expect(status).toBe(400);
  expect(Object.keys(error?.data.fieldErrors ?? {})).toEqual(['policy.maxDurationSeconds']);
  expect(await t.owner.client.accessPolicy.count({ where: { serverId } })).toBe(0);
});
