/** A site that writes to none of its BMCs: what staff see, what tenants are told, and how it ends. */
import { recordObservedBmc } from '@postern/database';
import { type PlannedWrite, planDigest } from '@postern/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, openTestPortal, type TestPortal } from './open-test-portal.ts';
import { beatBrokers, makeTarget, makeWorld, type Target, type World } from './world.ts';

let t: TestPortal;
let world: World;
let target: Target;
let admin: string;
let tenant: string;
beforeAll(async () => {
  t = await openTestPortal();
  world = await makeWorld(t);
  target = await makeTarget(t, world.own, false);
  admin = await t.signIn(world.adminId);
  tenant = await t.signIn(world.own.tenantId);
  await beatBrokers(t);
});
afterAll(() => t.close());

const plan: PlannedWrite[] = [{ kind: 'remove-account', username: 'g_abcdefghijkl', slot: 9 }];

interface Seen {
  readonly since: Date;
  readonly digest: string;
  readonly notLookedAt: number;
}
async function seen(): Promise<Seen | undefined> {
  const { data } = await call(t.portal, 'sites.observations', undefined, admin);
  return (data as { items: (Seen & { siteId: string })[] }).items.find(
    ({ siteId }) => siteId === target.siteId,
  );
}

async function lookAtAll(writes: readonly PlannedWrite[]): Promise<void> {
  const bmcs = await t.owner.client.bmc.findMany({ where: { server: { siteId: target.siteId } } });
  for (const { id: bmcId } of bmcs) {
    const observed = { siteId: target.siteId, bmcId, serverName: 'web-07', plan: [], errorCode: null };
    await recordObservedBmc(t.owner.client, observed);
  }
  const [first] = bmcs;
  if (first === undefined) throw new Error('the site has a BMC');
  await recordObservedBmc(t.owner.client, {
    siteId: target.siteId,
    bmcId: first.id,
    serverName: 'web-07',
    plan: writes,
    errorCode: null,
  });
}

const confirm = (now: Seen | undefined) =>
  call(
    t.portal,
    'sites.confirmWrites',
    { siteId: target.siteId, since: now?.since, digest: now?.digest },
    admin,
  );

test('while a site is on hold a tenant is refused with a reason, and an admin confirms what he saw', async () => {
  const { siteId, serverId } = target;
  const hold = { siteId, reason: 'the database is being restored' };
  expect(await call(t.portal, 'sites.holdWrites', hold, admin)).toMatchObject({ status: 200 });
  expect(await call(t.portal, 'sites.holdWrites', hold, admin)).toMatchObject({
    error: { data: { reason: 'site-observing' } },
  });

  expect(await call(t.portal, 'grants.request', { serverId }, tenant)).toMatchObject({
    error: { data: { reason: 'site-observing' } },
  });
  expect((await seen())?.notLookedAt).toBeGreaterThan(0);
  expect(await confirm(await seen())).toMatchObject({
    error: { data: { reason: 'observation-incomplete' } },
  });

  await lookAtAll([]);
  const early = await seen();
  await lookAtAll(plan);
  expect(await confirm(early)).toMatchObject({ error: { data: { reason: 'plan-changed' } } });
  const late = await seen();
  expect(late?.digest).not.toBe(planDigest([]));
  expect(await confirm(late)).toMatchObject({ status: 200 });
  expect(await confirm(late)).toMatchObject({ error: { data: { reason: 'observation-over' } } });
  expect(await seen()).toBeUndefined();

  const { data } = await call(t.portal, 'audit.list', { types: ['site.observation-confirmed'] }, admin);
  expect((data as { items: unknown[] }).items).toHaveLength(1);
  expect(await call(t.portal, 'grants.request', { serverId }, tenant)).toMatchObject({ status: 200 });
});
