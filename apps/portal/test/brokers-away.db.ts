/** What the portal does on its own word while no broker is there to end anything or to do anything. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Answer, call, openTestPortal, type TestPortal } from './open-test-portal.ts';
import { beatBrokers, makeTarget, makeWorld, type World } from './world.ts';

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

const reasonOf = ({ error }: Answer) => error?.data.reason;
const silenceBrokers = () =>
  t.owner.client.$executeRaw`update broker set heartbeat_at = now() - interval '16 seconds'`;

test('a password is not shown once its time is over, although no broker has ended the access', async () => {
  const { grantId } = await makeTarget(t, world.own, true);
  await t.owner.client.$executeRaw`
    update access_grant set starts_at = now() - interval '1 hour', ends_at = now() - interval '1 second'
     where id = ${grantId}::uuid`;
  expect(reasonOf(await call(t.portal, 'grants.reveal', { grantId }, tenant))).toBe('grant-over');
  const looks = { grantId, type: 'grant.password-revealed' };
  expect(await t.owner.client.auditEvent.count({ where: looks })).toBe(0);
});

test('an operation is refused at once where no broker answers, and none is left behind to be done later', async () => {
  const { serverId } = await makeTarget(t, world.own, false);
  await silenceBrokers();
  const before = await t.owner.client.action.count({ where: { serverId } });
  const boot = { device: 'pxe', persistent: false, firmware: 'uefi', idempotencyKey: 'click-0002' };
  for (const answer of [
    await call(
      t.portal,
      'power.operate',
      { serverId, operation: 'off', idempotencyKey: 'click-0001', reason: 'ticket 1' },
      support,
    ),
    await call(t.portal, 'boot.write', { serverId, ...boot, reason: 'ticket 1' }, support),
    await call(t.portal, 'bmcs.test', { serverId, idempotencyKey: 'click-0003' }, admin),
  ]) {
    expect(reasonOf(answer)).toBe('no-broker');
  }
  expect(await t.owner.client.action.count({ where: { serverId } })).toBe(before);
});
