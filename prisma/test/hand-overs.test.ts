import type { HandOverLine } from '@postern/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  claimAction,
  claimGrantToProvision,
  countLeftBefore,
  createDatabase,
  type Database,
  hastenHandOver,
  openHandOver,
  overrideHandOver,
  queueDueHandOvers,
  readLastHandOver,
  readOpenHandOver,
  recordHandOverAttempt,
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
let broker: Database;
let portal: Database;
let server: ServerFixture;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.url });
  broker = createDatabase({ url: database.url, role: 'postern_broker' });
  portal = createDatabase({ url: database.url, role: 'postern_portal' });
});
beforeEach(async () => {
  server = await insertServerFixture(owner.client);
});
afterAll(async () => {
  for (const db of [owner, broker, portal]) await db.close();
  await database.drop();
});

const open = () =>
  openHandOver(portal.client, {
    serverId: server.serverId,
    organisationId: server.organisationId,
    requestedById: server.staffId,
    reason: 'cancelled',
  });
const queue = () => queueDueHandOvers(broker.client, { siteId: server.siteId });
const claim = () =>
  claimGrantToProvision(broker.client, {
    siteId: server.siteId,
    brokerId: server.brokerId,
    claimSeconds: 30,
  });
const lines: readonly HandOverLine[] = [{ item: 'boot', outcome: 'failed', detail: 'The BMC is away.' }];

describe('a hand-over', () => {
  test('is asked for as one action, which runs whatever became of the one who asked', async () => {
    const { handOverId } = await open();
    expect(await queue()).toBe(1);
    expect(await queue()).toBe(0);
    await owner.client.user.update({ where: { id: server.staffId }, data: { disabledAt: new Date() } });
    const action = await claimAction(broker.client, {
      siteId: server.siteId,
      brokerId: server.brokerId,
      claimSeconds: 30,
    });
    expect(action).toMatchObject({
      kind: 'hand-over',
      parameters: { kind: 'hand-over', handOverId },
      entitled: true,
      requestedById: server.staffId,
    });
  });

  test('keeps new access waiting until it is done', async () => {
    const { handOverId } = await open();
    await insertGrantFixture(owner.client, server);
    expect(await claim()).toBeUndefined();
    expect(await recordHandOverAttempt(broker.client, { handOverId, items: lines, retrySeconds: 60 })).toBe(
      true,
    );
    expect(await claim()).toBeUndefined();
    expect(await readOpenHandOver(broker.client, handOverId)).toMatchObject({ attempts: 1, items: lines });
    await recordHandOverAttempt(broker.client, { handOverId, items: [], retrySeconds: null });
    expect(await claim()).toMatchObject({ serverId: server.serverId });
    expect(await readOpenHandOver(broker.client, handOverId)).toBeUndefined();
  });

  test('keeps it waiting until staff go on without, with a reason', async () => {
    const { handOverId } = await open();
    await insertGrantFixture(owner.client, server);
    const override = { serverId: server.serverId, byUserId: server.staffId, reason: 'the BMC is dead' };
    expect(await overrideHandOver(portal.client, override)).toBe(true);
    expect(await overrideHandOver(portal.client, override)).toBe(false);
    expect(await claim()).toMatchObject({ serverId: server.serverId });
    expect(await recordHandOverAttempt(broker.client, { handOverId, items: [], retrySeconds: null })).toBe(
      false,
    );
    expect(await readLastHandOver(portal.client, server.serverId)).toMatchObject({
      state: 'overridden',
      closedByName: 'Sam',
      overrideReason: 'the BMC is dead',
    });
  });

  test('that failed waits for its next attempt, unless somebody hastens it', async () => {
    const { handOverId } = await open();
    await queue();
    await owner.client.action.updateMany({
      where: { serverId: server.serverId },
      data: { state: 'running', startedAt: new Date() },
    });
    await owner.client.action.updateMany({
      where: { serverId: server.serverId },
      data: { state: 'failed', errorCode: 'unreachable', finishedAt: new Date() },
    });
    await recordHandOverAttempt(broker.client, { handOverId, items: lines, retrySeconds: 3_600 });
    expect(await queue()).toBe(0);
    await hastenHandOver(portal.client, { serverId: server.serverId });
    expect(await queue()).toBe(1);
  });

  test('of a server that changes hands again is replaced by the next one', async () => {
    const first = await open();
    const second = await open();
    expect(await readOpenHandOver(broker.client, first.handOverId)).toBeUndefined();
    expect(await readOpenHandOver(broker.client, second.handOverId)).toBeDefined();
  });

  test('counts what was there before, and not what waits for its end', async () => {
    await insertGrantFixture(owner.client, server, { state: 'active' });
    const { handOverId } = await open();
    const before = (await readOpenHandOver(broker.client, handOverId))?.requestedAt ?? new Date(0);
    const left = () => countLeftBefore(broker.client, { serverId: server.serverId, before });
    expect(await left()).toEqual({ grants: 1, consoles: 0 });
    await owner.client.grant.updateMany({
      where: { serverId: server.serverId },
      data: { state: 'revoking', endCause: 'server-reassigned' },
    });
    expect(await left()).toEqual({ grants: 1, consoles: 0 });
    await owner.client.grant.updateMany({
      where: { serverId: server.serverId },
      data: {
        state: 'revoked',
        revokedAt: new Date(),
        proof: {
          checkedAt: '2026-01-01T00:00:00.000Z',
          readBack: 'absent',
          login: 'refused',
          sessionsEnded: 0,
          sessionsRemaining: 0,
          refusedSteps: [],
        },
      },
    });
    await insertGrantFixture(owner.client, server);
    expect(await left()).toEqual({ grants: 0, consoles: 0 });
  });
});
