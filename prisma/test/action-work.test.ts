import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  claimAction,
  createDatabase,
  type Database,
  finishAction,
  markActionSent,
  recordActionProgress,
  recoverAbandonedActions,
  releaseActionClaim,
  renewActionClaim,
} from '../src/index.ts';
import {
  createTestDatabase,
  insertGrantFixture,
  insertServerFixture,
  type ServerFixture,
  type TestDatabase,
} from '../testing/index.ts';

let database: TestDatabase;
let owner: Database;
let db: Database;
let server: ServerFixture;
let rivalId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.url });
  db = createDatabase({ url: database.url, role: 'postern_broker', maxConnections: 20 });
});

afterAll(async () => {
  await db.close();
  await owner.close();
  await database.drop();
});

beforeEach(async () => {
  server = await insertServerFixture(owner.client);
  const rival = { siteId: server.siteId, name: 'broker-2', version: '0', consoleUrl: 'ws://y' };
  ({ id: rivalId } = await owner.client.broker.create({ data: rival }));
});

const claimSeconds = 60;
const actor = { kind: 'broker', id: randomUUID(), name: 'broker-1' } as const;
const claim = (brokerId = server.brokerId) =>
  claimAction(db.client, { siteId: server.siteId, brokerId, claimSeconds });
const read = (id: string) => owner.client.action.findUniqueOrThrow({ where: { id } });
const lapse = (id: string) =>
  owner.client.action.update({ where: { id }, data: { claimedUntil: new Date(0) } });

const suspend = (suspendedAt: Date | null) =>
  owner.client.organisation.update({ where: { id: server.organisationId }, data: { suspendedAt } });

async function ask(
  kind: 'power' | 'boot' | 'bmc-test' | 'bmc-reset' = 'power',
  of: { serverId: string; requestedById?: string } = server,
): Promise<string> {
  const parameters = {
    power: { kind, operation: 'reset' },
    boot: { kind, device: 'pxe', persistent: false, firmware: 'uefi' },
    'bmc-test': { kind },
    'bmc-reset': { kind },
  }[kind];
  const { id } = await owner.client.action.create({
    data: {
      serverId: of.serverId,
      requestedById: of.requestedById ?? server.staffId,
      organisationId: server.organisationId,
      kind,
      parameters,
      idempotencyKey: randomUUID(),
    },
  });
  return id;
}

const end = (actionId: string, to: 'succeeded' | 'failed' | 'unknown', brokerId = server.brokerId) =>
  finishAction(db, {
    actionId,
    brokerId,
    to,
    result: to === 'succeeded' ? { power: 'on' } : null,
    errorCode: to === 'succeeded' ? null : 'unreachable',
    error: null,
    event: { type: 'action.finished', actor, outcome: 'ok', details: { actionId } },
  });

describe('claiming an action', () => {
  test('never gives one to two brokers', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 10; index += 1) {
      ids.push(await ask('power', await insertServerFixture(owner.client, server)));
    }
    const claimed = await Promise.all(
      Array.from({ length: 30 }, (_, index) => claim(index % 2 === 0 ? server.brokerId : rivalId)),
    );
    const got = claimed.flatMap((action) => (action === undefined ? [] : [action.actionId]));
    expect(new Set(got).size).toBe(got.length);
    for (let next = await claim(); next !== undefined; next = await claim()) got.push(next.actionId);
    expect(got.sort()).toEqual(ids.sort());
  });

  test('keeps the order of one server, over all brokers', async () => {
    const first = await ask('boot');
    const second = await ask('power');
    expect((await claim())?.actionId).toBe(first);
    expect(await claim(rivalId)).toBeUndefined();
    await end(first, 'succeeded');
    expect((await claim(rivalId))?.actionId).toBe(second);
  });

  test('runs again what a dead broker never sent', async () => {
    const id = await ask();
    await claim();
    expect(await claim(rivalId)).toBeUndefined();
    await lapse(id);
    expect((await claim(rivalId))?.actionId).toBe(id);
    expect(await markActionSent(db.client, { actionId: id, brokerId: server.brokerId, claimSeconds })).toBe(
      false,
    );
    expect(await markActionSent(db.client, { actionId: id, brokerId: rivalId, claimSeconds })).toBe(true);
  });

  test('is not sent for somebody who lost his right while it waited for the BMC', async () => {
    await insertGrantFixture(owner.client, server, { state: 'active' });
    const id = await ask('power', { serverId: server.serverId, requestedById: server.tenantId });
    expect(await claim()).toMatchObject({ actionId: id, entitled: true });
    await suspend(new Date());
    const mine = { actionId: id, brokerId: server.brokerId, claimSeconds };
    expect(await markActionSent(db.client, mine)).toBe(false);
    await suspend(null);
    expect(await markActionSent(db.client, mine)).toBe(true);
    await suspend(new Date());
    expect(await markActionSent(db.client, mine), 'a restart half done is finished').toBe(true);
  });

  test('never runs again what may have been sent', async () => {
    const id = await ask();
    await claim();
    await markActionSent(db.client, { actionId: id, brokerId: server.brokerId, claimSeconds });
    await lapse(id);
    expect(await claim(rivalId)).toBeUndefined();
    await releaseActionClaim(db.client, { actionId: id, brokerId: server.brokerId });
    await lapse(id);
    expect(await claim(rivalId)).toBeUndefined();
    const recovered = await recoverAbandonedActions(db, { siteId: server.siteId, actor });
    expect(recovered).toEqual([{ actionId: id, serverId: server.serverId, bmcId: server.bmcId }]);
    expect(await read(id)).toMatchObject({ state: 'unknown', errorCode: 'broker-lost' });
    expect(await recoverAbandonedActions(db, { siteId: server.siteId, actor })).toEqual([]);
    const [recorded] = await owner.client.auditEvent.findMany({ where: { serverId: server.serverId } });
    expect(recorded).toMatchObject({ details: { actionId: id, kind: 'power', state: 'unknown' } });
  });

  test('leaves a broker that lives its sent action', async () => {
    const id = await ask();
    await claim();
    await markActionSent(db.client, { actionId: id, brokerId: server.brokerId, claimSeconds });
    expect(await renewActionClaim(db.client, { actionId: id, brokerId: server.brokerId, claimSeconds })).toBe(
      true,
    );
    expect(await recoverAbandonedActions(db, { siteId: server.siteId, actor })).toEqual([]);
  });
});

describe('who may do it is asked again at the last moment', () => {
  const entitled = async () => (await claim())?.entitled;
  const byTenant = () => ({ serverId: server.serverId, requestedById: server.tenantId });

  test('a tenant with an active grant may', async () => {
    await insertGrantFixture(owner.client, server, { state: 'active' });
    await ask('power', byTenant());
    expect(await entitled()).toBe(true);
  });

  test.each<[string, Parameters<typeof insertGrantFixture>[2] | undefined]>([
    ['without a grant', undefined],
    ['with a grant that is not ready', { state: 'provisioning' }],
    ['with a grant that is over', { state: 'revoking' }],
    ['with a grant whose end nobody has noticed yet', { state: 'active', endsInSeconds: -1 }],
    ['with a grant for something else', { state: 'active', scopes: ['view', 'console', 'account'] }],
  ])('a tenant %s may not', async (_, options) => {
    if (options !== undefined) await insertGrantFixture(owner.client, server, options);
    await ask('power', byTenant());
    expect(await entitled()).toBe(false);
  });

  test('a tenant whose grant is in its grace may not', async () => {
    const { grantId } = await insertGrantFixture(owner.client, server, { state: 'active' });
    await owner.client.grant.update({
      where: { id: grantId },
      data: { graceSeconds: 60, graceStartedAt: new Date() },
    });
    await ask('power', byTenant());
    expect(await entitled()).toBe(false);
  });

  test('a tenant of another organisation may not, whatever grant there is', async () => {
    await insertGrantFixture(owner.client, server, { state: 'active' });
    const other = await insertServerFixture(owner.client);
    await ask('power', { serverId: server.serverId, requestedById: other.tenantId });
    expect(await entitled()).toBe(false);
  });

  test('a tenant may test the BMC of his own server without access, and of no other', async () => {
    await ask('bmc-test', byTenant());
    expect(await entitled()).toBe(true);
    const other = await insertServerFixture(owner.client);
    await end(
      (await owner.client.action.findFirstOrThrow({ where: { serverId: server.serverId } })).id,
      'failed',
    );
    await ask('bmc-test', { serverId: server.serverId, requestedById: other.tenantId });
    expect(await entitled()).toBe(false);
  });

  test('a tenant may not restart the BMC without access', async () => {
    await ask('bmc-reset', byTenant());
    expect(await entitled()).toBe(false);
  });

  test('staff may, unless disabled since', async () => {
    await ask('power', { serverId: server.serverId, requestedById: server.staffId });
    expect(await entitled()).toBe(true);
    await end(
      (await owner.client.action.findFirstOrThrow({ where: { serverId: server.serverId } })).id,
      'failed',
    );
    await owner.client.user.update({ where: { id: server.staffId }, data: { disabledAt: new Date() } });
    await ask('power', { serverId: server.serverId, requestedById: server.staffId });
    expect(await entitled()).toBe(false);
  });
});

describe('showing how far an action has come', () => {
  const show = (actionId: string, brokerId = server.brokerId) =>
    recordActionProgress(db.client, { actionId, brokerId, claimSeconds, result: { steps: [] } });

  test('is for the broker that runs it only, and prolongs its claim', async () => {
    const id = await ask('bmc-test');
    expect(await show(id)).toBe(false);
    await claim();
    await owner.client.$executeRaw`
      update action set claimed_until = now() + interval '1 second' where id = ${id}::uuid`;
    const before = (await read(id)).claimedUntil?.getTime() ?? 0;
    expect(await show(id, rivalId)).toBe(false);
    expect((await read(id)).result).toBeNull();
    expect(await show(id)).toBe(true);
    const shown = await read(id);
    expect(shown).toMatchObject({ state: 'running', result: { steps: [] }, finishedAt: null });
    expect((shown.claimedUntil?.getTime() ?? 0) - before).toBeGreaterThan(30_000);
  });

  test('is over with the action, and with a claim that lapsed', async () => {
    const id = await ask('bmc-test');
    await claim();
    await lapse(id);
    expect(await show(id)).toBe(false);
    await claim();
    await end(id, 'failed');
    expect(await show(id)).toBe(false);
    expect((await read(id)).result).toBeNull();
  });
});

describe('finishing an action', () => {
  test('is done once, by its broker only, with one event', async () => {
    const id = await ask();
    await claim();
    expect(await end(id, 'succeeded', rivalId)).toBe(false);
    const ends = await Promise.all([end(id, 'succeeded'), end(id, 'failed'), end(id, 'succeeded')]);
    expect(ends.filter((won) => won)).toHaveLength(1);
    const events = await owner.client.auditEvent.findMany({ where: { serverId: server.serverId } });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ type: 'action.finished', organisationId: server.organisationId });
    expect((await read(id)).finishedAt).not.toBeNull();
  });
});
