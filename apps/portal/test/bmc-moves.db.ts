/** BMCs and screens that get a new address: nothing of theirs is left at the old one, or offered to the new one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, call, openTestPortal, type TestPortal } from './open-test-portal.ts';
import { makeTarget, makeWorld, type World } from './world.ts';

let t: TestPortal;
let world: World;
let admin: string;

beforeAll(async () => {
  t = await openTestPortal();
  world = await makeWorld(t);
  admin = await t.signIn(world.adminId);
});
afterAll(() => t.close());

const reasonOf = ({ error }: Answer) => error?.data.reason;

test('a BMC does not move away while somebody’s access is just being asked for', async () => {
  const { serverId } = await makeTarget(t, world.own, false);
  const { host } = await t.owner.client.bmc.findFirstOrThrow({ where: { serverId } });
  const asked = Promise.withResolvers<void>();
  const moved = t.owner.transaction(async (tx) => {
    const { bmcId, organisationId } = await tx.$queryRaw<{ bmcId: string; organisationId: string }[]>`
      select b.id as "bmcId", s.organisation_id as "organisationId" from server s join bmc b on b.server_id = s.id
       where s.id = ${serverId}::uuid`.then(([row]) => row ?? { bmcId: '', organisationId: '' });
    await tx.grant.create({
      data: {
        scopes: ['power'],
        serverId,
        bmcId,
        organisationId,
        requestedById: world.own.tenantId,
        privilege: 'operator',
        durationSeconds: 3600,
      },
    });
    asked.resolve();
    // The portal's transaction below has to wait for this one, or goes past it.
    await waitUntilBlocked();
  });
  await asked.promise;
  const login = { username: 'postern', password: 'a-password' };
  const write = { serverId, host: '192.0.2.77', port: 623, login };
  const [answer] = await Promise.all([call(t.portal, 'bmcs.write', write, admin), moved]);
  expect(reasonOf(answer)).toBe('server-has-grant');
  expect(await t.owner.client.bmc.findFirstOrThrow({ where: { serverId } })).toMatchObject({ host });
});

/** Returns when some other session waits for a lock, or after two seconds without one. */
async function waitUntilBlocked(): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    const waiting = await t.owner.client.$queryRaw<unknown[]>`
      select 1 as waits from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (waiting.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('a stored screen password is never offered to another host than it was typed for', async () => {
  const { serverId } = await makeTarget(t, world.own, false);
  const bmc = await t.owner.client.bmc.findFirstOrThrow({ where: { serverId } });
  const screen = { screenProtocol: 'vnc', screenHost: '127.0.0.1', screenPort: 5900 };
  const write = (more: object) =>
    call(t.portal, 'bmcs.write', { serverId, host: bmc.host, port: bmc.port, ...screen, ...more }, admin);
  expect((await write({ screenPassword: 'old-pass' })).status).toBe(200);
  expect(reasonOf(await write({ screenHost: '192.0.2.66' }))).toBe('screen-password-needed');
  expect(reasonOf(await write({ screenPort: 5999 }))).toBe('screen-password-needed');
  expect((await write({ screenHost: '192.0.2.66', screenPassword: 'new-pass' })).status).toBe(200);
  expect((await write({ screenHost: '192.0.2.66' })).status).toBe(200);
});
