import { actionStates, grantStates, isLegalGrantTransition, nextActionStates } from '@postern/domain';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type Database, transitionGrant } from '../src/index.ts';
import {
  createTestDatabase,
  insertAccountFixture,
  insertGrantFixture,
  insertServerFixture,
  type TestDatabase,
} from '../testing/index.ts';
import { expectRefusal } from './refusal.ts';

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({ url: database.url });
});

afterAll(async () => {
  await db.close();
  await database.drop();
});

describe('a grant, even for the owner of the database,', () => {
  const pairs = grantStates.flatMap((from) => grantStates.map((to) => [from, to] as const));
  const illegal = pairs.filter(([from, to]) => from !== to && !isLegalGrantTransition(from, to));

  test.each(illegal)('that is %s cannot become %s', async (from, to) => {
    const server = await insertServerFixture(db.client);
    const { grantId } = await insertGrantFixture(db.client, server, { state: from });
    await expectRefusal(
      db.client.grant.update({ where: { id: grantId }, data: { state: to } }),
      new RegExp(`a grant that is ${from} cannot become ${to}`),
    );
  });

  test('cannot begin anywhere but at its beginning', async () => {
    const server = await insertServerFixture(db.client);
    const { grantId } = await insertGrantFixture(db.client, server, { state: 'revoked' });
    const copied = db.client.$executeRaw`
      insert into access_grant (server_id, bmc_id, organisation_id, requested_by_id, privilege, scopes, duration_seconds, state)
      select server_id, bmc_id, organisation_id, requested_by_id, privilege, scopes, 60, 'provisioning'
        from access_grant where id = ${grantId}::uuid`;
    await expectRefusal(copied, 'a_grant_begins_as_requested');
  });

  test('is held to the table of transitions by a foreign key, with triggers out of the way', async () => {
    const server = await insertServerFixture(db.client);
    const { grantId } = await insertGrantFixture(db.client, server, { state: 'requested' });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('begin; alter table access_grant disable trigger keep_grant_state');
    const forced = client.query(
      "update access_grant set previous_state = 'denied', state = 'revoking', end_cause = 'expired' where id = $1",
      [grantId],
    );
    await expectRefusal(forced, 'a_grant_moves_along_a_transition');
    await client.end();
  });

  test('cannot be revoked while its account is not proven gone', async () => {
    const server = await insertServerFixture(db.client);
    const { grantId } = await insertGrantFixture(db.client, server, { state: 'revoking' });
    await insertAccountFixture(db.client, { grantId, bmcId: server.bmcId });
    const proof = { checkedAt: '2026-01-01T00:00:00Z', readBack: 'absent', login: 'refused' };
    await expectRefusal(
      db.client.grant.update({
        where: { id: grantId },
        data: { state: 'revoked', revokedAt: new Date(), proof },
      }),
      'a grant whose account is not proven gone cannot become revoked',
    );
  });

  test('keeps its history of states from being rewritten', async () => {
    const server = await insertServerFixture(db.client);
    const { grantId } = await insertGrantFixture(db.client, server, { state: 'active' });
    const forged = { previousState: 'denied', stateSince: new Date(0) };
    const grant = await db.client.grant.update({ where: { id: grantId }, data: forged });
    expect(grant.previousState).toBe('provisioning');
    expect(grant.stateSince.getTime()).toBeGreaterThan(0);
  });

  test('starts each state with its own count of attempts, due at once', async () => {
    const server = await insertServerFixture(db.client);
    const { grantId } = await insertGrantFixture(db.client, server, { state: 'active' });
    const later = new Date(Date.now() + 3_600_000);
    await db.client.grant.update({
      where: { id: grantId },
      data: { attempts: 7, step: 'checking', nextAttemptAt: later },
    });
    const grant = await db.client.grant.update({
      where: { id: grantId },
      data: { state: 'revoking', endCause: 'expired' },
    });
    expect(grant).toMatchObject({ attempts: 0, step: null });
    expect(grant.nextAttemptAt.getTime()).toBeLessThan(later.getTime() - 3_000_000);
  });
});

describe('an action, even for the owner of the database,', () => {
  const pairs = actionStates.flatMap((from) => actionStates.map((to) => [from, to] as const));
  const illegal = pairs.filter(
    ([from, to]) => from !== to && !(nextActionStates[from] as readonly string[]).includes(to),
  );
  const wayTo = { requested: [], running: ['running'], succeeded: ['running', 'succeeded'] } as const;

  test.each(illegal.filter(([from]) => from in wayTo))('that is %s cannot become %s', async (from, to) => {
    const server = await insertServerFixture(db.client);
    const action = await db.client.action.create({
      data: {
        serverId: server.serverId,
        requestedById: server.tenantId,
        kind: 'bmc-test',
        parameters: { kind: 'bmc-test' },
        idempotencyKey: 'click-1',
      },
    });
    const now = new Date();
    for (const state of wayTo[from as keyof typeof wayTo]) {
      const finishedAt = state === 'running' ? null : now;
      await db.client.action.update({
        where: { id: action.id },
        data: { state, startedAt: now, finishedAt },
      });
    }
    await expectRefusal(
      db.client.action.update({ where: { id: action.id }, data: { state: to } }),
      new RegExp(`an action that is ${from} cannot become ${to}`),
    );
  });
});

describe('transitionGrant', () => {
  const event = {
    type: 'grant.end-requested',
    actor: { kind: 'anonymous', name: 'test' },
    outcome: 'ok',
  } as const;

  test('lets one of two rivals win, and records one event', async () => {
    const server = await insertServerFixture(db.client);
    const { grantId } = await insertGrantFixture(db.client, server, { state: 'active' });
    const end = () =>
      transitionGrant(db.client, {
        grantId,
        from: 'active',
        to: 'revoking',
        set: { endCause: 'ended-by-tenant', endRequestedById: server.tenantId },
        event,
      });
    const results = await Promise.all([end(), end(), end(), end()]);
    expect(results.filter((won) => won)).toHaveLength(1);
    const events = await db.client.auditEvent.findMany({ where: { grantId } });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ serverId: server.serverId, organisationId: server.organisationId });
    const grant = await db.client.grant.findUniqueOrThrow({ where: { id: grantId } });
    expect(grant).toMatchObject({ endCause: 'ended-by-tenant', endRequestedById: server.tenantId });
  });

  test('writes neither state nor event when its transaction fails', async () => {
    const server = await insertServerFixture(db.client);
    const { grantId } = await insertGrantFixture(db.client, server, { state: 'active' });
    const failing = db.transaction(async (tx) => {
      await transitionGrant(tx, {
        grantId,
        from: 'active',
        to: 'revoking',
        set: { endCause: 'expired' },
        event,
      });
      throw new Error('the power goes out');
    });
    await expect(failing).rejects.toThrow('the power goes out');
    expect(await db.client.auditEvent.count({ where: { grantId } })).toBe(0);
    expect((await db.client.grant.findUniqueOrThrow({ where: { id: grantId } })).state).toBe('active');
  });
});
