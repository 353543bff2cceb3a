/** What keeps BMCs clean between grants: asked for here, done by a broker. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, call, openTestPortal, type TestPortal } from './open-test-portal.ts';
import { beatBrokers, makeTarget, makeWorld, type Target, type World } from './world.ts';

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

const target = (withGrant = false) => makeTarget(t, world.own, withGrant);
const reasonOf = ({ error }: Answer) => error?.data.reason;
const events = (about: Target, type: string) =>
  t.owner.client.auditEvent.findMany({ where: { serverId: about.serverId, type } });

describe('a foreign BMC user', () => {
  const adopt = (about: Target, more: object = {}) =>
    call(
      t.portal,
      'bmcUsers.adopt',
      { userId: about.bmcUserId, reportedAt: about.reportedAt, note: 'the zabbix of rack 7', ...more },
      admin,
    );
  const listed = async (about: Target) =>
    (
      (await call(t.portal, 'bmcUsers.list', { serverId: about.serverId }, admin)).data as {
        items: { name: string; toJudge: boolean; verdictNote: string | null; mayRemove: boolean }[];
      }
    ).items;

  test('is adopted with a note and by name, and its hand-over is tried again at once', async () => {
    const about = await target();
    const inAnHour = new Date(Date.now() + 3_600_000);
    await t.owner.client.handOver.updateMany({
      where: { serverId: about.serverId },
      data: { nextAttemptAt: inAnHour },
    });
    expect(await listed(about)).toMatchObject([{ name: 'monitoring', toJudge: true, mayRemove: true }]);
    expect((await adopt(about)).status).toBe(200);
    expect(await listed(about)).toMatchObject([{ toJudge: false, verdictNote: 'the zabbix of rack 7' }]);
    const { nextAttemptAt } = await t.owner.client.handOver.findFirstOrThrow({
      where: { serverId: about.serverId },
    });
    expect(nextAttemptAt.getTime()).toBeLessThan(inAnHour.getTime());
    expect(await events(about, 'account.adopted')).toMatchObject([
      { actorName: 'Ada', organisationId: null, details: { username: 'monitoring' } },
    ]);
  });

  test('is not adopted without a note, nor over a report that was not the last', async () => {
    const about = await target();
    expect((await adopt(about, { note: ' ' })).error?.data.fieldErrors).toHaveProperty('note');
    await t.owner.client.$executeRaw`
      update bmc_user set reported_at = reported_at + interval '1 second' where id = ${about.bmcUserId}::uuid`;
    expect(reasonOf(await adopt(about))).toBe('bmc-user-changed');
    expect(await listed(about)).toMatchObject([{ toJudge: true }]);
  });

  test('is removed only under the name that was typed, with a reason', async () => {
    const about = await target();
    const remove = (more: object) =>
      call(
        t.portal,
        'bmcUsers.remove',
        {
          userId: about.bmcUserId,
          name: 'monitoring',
          reason: 'nobody knows it',
          idempotencyKey: 'click-0001',
          ...more,
        },
        admin,
      );
    expect(reasonOf(await remove({ name: 'Monitoring' }))).toBe('name-mistyped');
    expect((await remove({ reason: '' })).error?.data.fieldErrors).toHaveProperty('reason');
    const { actionId } = (await remove({})).data as { actionId: string };
    expect(await t.owner.client.action.findUniqueOrThrow({ where: { id: actionId } })).toMatchObject({
      organisationId: null,
      parameters: { kind: 'remove-account', userId: about.bmcUserId, slot: 5, name: 'monitoring' },
    });
  });

  test.each([
    ['the stored login', { kind: 'login', reportedAt: null }],
    ['a live account', { kind: 'account', reportedAt: null }],
    ['slot 1', { slot: 1 }],
    ['a fixed name', { fixedName: true }],
  ])('that is %s is not removed', async (_, data) => {
    const about = await target();
    await t.owner.client.bmcUser.update({ where: { id: about.bmcUserId }, data });
    const wish = { name: 'monitoring', reason: 'nobody knows it', idempotencyKey: 'click-0001' };
    expect(
      reasonOf(await call(t.portal, 'bmcUsers.remove', { userId: about.bmcUserId, ...wish }, admin)),
    ).toBe('bmc-user-stays');
  });
});

describe('a server that changes hands', () => {
  const give = (about: Target, organisationId: string | null) =>
    call(
      t.portal,
      'servers.update',
      {
        serverId: about.serverId,
        name: `given-${about.serverId}`,
        rack: 'r1',
        ipAddresses: [],
        organisationId,
      },
      admin,
    );
  const handOvers = ({ serverId }: Target) =>
    t.owner.client.handOver.findMany({ where: { serverId }, orderBy: { requestedAt: 'asc' } });

  test('has its clearing asked for with its reassignment, and what was open before is replaced', async () => {
    const about = await target(true);
    expect(await give(about, world.other.organisationId)).toMatchObject({
      status: 200,
      data: { grantsEnded: 1 },
    });
    const [before, now] = await handOvers(about);
    expect(before).toMatchObject({ state: 'replaced' });
    expect(now).toMatchObject({ state: 'open', organisationId: world.other.organisationId });
    const actions = await t.owner.client.action.findMany({
      where: { serverId: about.serverId, kind: 'hand-over' },
    });
    expect(actions).toMatchObject([
      { state: 'requested', parameters: { kind: 'hand-over', handOverId: now?.id }, organisationId: null },
    ]);
  });

  test('that stands free is cleared too; one that stays is not', async () => {
    const about = await target();
    await give(about, world.own.organisationId);
    expect(await handOvers(about)).toHaveLength(1);
    await give(about, null);
    expect(await handOvers(about)).toMatchObject([{ state: 'replaced' }, { organisationId: null }]);
  });

  test('shows its certificate to staff, and to tenants only that it is being cleared', async () => {
    const about = await target();
    const get = (cookie: string) => call(t.portal, 'servers.get', { serverId: about.serverId }, cookie);
    expect((await get(support)).data).toMatchObject({ handingOver: true, handOver: { state: 'open' } });
    expect((await get(tenant)).data).toMatchObject({ handingOver: true, handOver: null });
  });

  test('that cannot be cleared is let go by staff with a reason, which its tenant reads', async () => {
    const about = await target();
    const override = () =>
      call(
        t.portal,
        'servers.overrideHandOver',
        { serverId: about.serverId, reason: 'the BMC is dead' },
        support,
      );
    expect((await override()).status).toBe(200);
    expect(reasonOf(await override())).toBe('no-hand-over');
    const activity = await call(t.portal, 'activity.list', { serverId: about.serverId }, tenant);
    expect(activity.data).toMatchObject({
      items: [
        { sentence: 'let access begin although the server was not cleared', reason: 'the BMC is dead' },
      ],
    });
  });

  test('is cleared at staff’s wish as well: access ends, and the tenant reads why', async () => {
    const about = await target(true);
    const answer = await call(
      t.portal,
      'servers.handOver',
      { serverId: about.serverId, reason: 'a break-in was seen' },
      support,
    );
    expect(answer.data).toMatchObject({ grantsEnded: 1 });
    expect(await events(about, 'server.hand-over-requested')).toMatchObject([
      { organisationId: about.organisationId, details: { reason: 'a break-in was seen' } },
    ]);
  });
});

test('a rotation is the hoster’s own: no tenant sees the action, and a second one waits', async () => {
  const about = await target();
  const rotate = (idempotencyKey: string) =>
    call(t.portal, 'bmcs.rotate', { serverId: about.serverId, idempotencyKey }, admin);
  expect((await rotate('click-0001')).status).toBe(200);
  expect(reasonOf(await rotate('click-0002'))).toBe('action-running');
  const seen = await call(t.portal, 'actions.list', { serverId: about.serverId }, tenant);
  expect(seen.text).not.toContain('rotate-credential');
});
