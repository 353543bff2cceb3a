/** A tenant asks before the end that an open console may finish. In the grace itself nothing new can be had. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Answer, call, openTestPortal, type TestPortal } from './open-test-portal.ts';
import { beatBrokers, makeTarget, makeWorld, type Target, type World } from './world.ts';

let t: TestPortal;
let world: World;
let tenant: string;
let target: Target;

beforeAll(async () => {
  t = await openTestPortal();
  world = await makeWorld(t);
  tenant = await t.signIn(world.own.tenantId);
});
afterAll(() => t.close());
beforeEach(async () => {
  await beatBrokers(t);
  target = await makeTarget(t, world.own, true);
});

const reasonOf = ({ error }: Answer) => error?.data.reason;
const allowGrace = () =>
  t.owner.client
    .$executeRaw`insert into access_policy (server_id, grace_seconds) values (${target.serverId}::uuid, 300)`;
const ask = (wanted = true) =>
  call(t.portal, 'grants.askForGrace', { grantId: target.grantId, wanted }, tenant);
const grant = () => t.owner.client.grant.findUniqueOrThrow({ where: { id: target.grantId } });
const page = () => call(t.portal, 'servers.get', { serverId: target.serverId }, tenant);

test('where policy gives none it cannot be asked for, and is not offered', async () => {
  expect(await page()).toMatchObject({ data: { may: { askForGrace: false } } });
  expect(reasonOf(await ask())).toBe('no-grace');
});

test('it is asked for, shown, and taken back', async () => {
  await allowGrace();
  expect(await page()).toMatchObject({ data: { may: { askForGrace: true } } });
  expect(await ask()).toMatchObject({ status: 200, data: { graceSeconds: 300 } });
  expect(await page()).toMatchObject({ data: { access: { graceSeconds: 300, inGrace: false } } });
  await ask(false);
  expect(await grant()).toMatchObject({ graceSeconds: 0 });
});

test('at the end it is too late to ask', async () => {
  await allowGrace();
  await t.owner.client
    .$executeRaw`update access_grant set ends_at = now() where id = ${target.grantId}::uuid`;
  expect(reasonOf(await ask())).toBe('grant-over');
});

test('in the grace no console opens, nothing is switched, extended or revealed', async () => {
  await allowGrace();
  await ask();
  await t.owner.client.$executeRaw`
    update access_grant set ends_at = ends_at + make_interval(secs => grace_seconds), grace_started_at = now()
     where id = ${target.grantId}::uuid`;
  const { serverId, grantId } = target;
  const attempts = {
    'console.issueTicket': { serverId, kind: 'screen' },
    'power.operate': { serverId, operation: 'on', idempotencyKey: randomUUID() },
    'boot.write': {
      serverId,
      device: 'pxe',
      persistent: false,
      firmware: 'uefi',
      idempotencyKey: randomUUID(),
    },
    'grants.reveal': { grantId },
    'grants.askForGrace': { grantId, wanted: false },
  };
  for (const [path, input] of Object.entries(attempts)) {
    expect({ path, reason: reasonOf(await call(t.portal, path, input, tenant)) }).toEqual({
      path,
      reason: 'grant-over',
    });
  }
  const extension = await call(t.portal, 'grants.extend', { grantId, bySeconds: 60 }, tenant);
  expect(reasonOf(extension)).toBe('deadline-passed');
  expect(await page()).toMatchObject({
    data: {
      access: { inGrace: true, username: null, address: null, longestExtensionSeconds: 0 },
      may: {
        extend: false,
        operate: false,
        reveal: false,
        openConsole: false,
        askForGrace: false,
        end: true,
      },
    },
  });
  expect(await call(t.portal, 'grants.end', { grantId }, tenant)).toMatchObject({ status: 200 });
});
