import { hardwareLimits, historySlots, type KeptEvent } from '@postern/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  askForHardwareReading,
  claimHardwareReading,
  createDatabase,
  type Database,
  finishHardwareReading,
  insertAction,
  listHardwareEvents,
  listRecentEvents,
  listSensorHistory,
  noteHardwareLook,
  readHardwarePart,
  recordEvents,
  recordHardwareFailure,
  recordSensorHistory,
  recordSensors,
  tenantScope,
  watchHardwareOfSite,
} from '../src/index.ts';
import {
  createTestDatabase,
  insertGrantFixture,
  insertServerFixture,
  type ServerFixture,
  type TestDatabase,
} from '../testing/index.ts';
import { expectRefusal } from './refusal.ts';

let database: TestDatabase;
let owner: Database;
let portal: Database;
let broker: Database;
let server: ServerFixture;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.url });
  portal = createDatabase({ url: database.url, role: 'postern_portal' });
  broker = createDatabase({ url: database.url, role: 'postern_broker' });
});

afterAll(async () => {
  for (const db of [owner, portal, broker]) await db.close();
  await database.drop();
});

beforeEach(async () => {
  server = await insertServerFixture(owner.client);
});

const staff = tenantScope({ role: 'admin', organisationId: null });

function claim() {
  const { siteId, brokerId } = server;
  return claimHardwareReading(broker.client, { siteId, brokerId, claimSeconds: 60 });
}

async function finish(dueInSeconds: number, restSeconds?: number) {
  const { serverId, brokerId } = server;
  await finishHardwareReading(broker.client, { serverId, brokerId, dueInSeconds, restSeconds });
}

const watch = () => owner.client.hardwareWatch.findUniqueOrThrow({ where: { serverId: server.serverId } });
const dueInSeconds = async () => {
  const [row] = await owner.client.$queryRaw<{ due: number }[]>`
    select extract(epoch from due_at - now())::float8 as due from hardware_watch
     where server_id = ${server.serverId}::uuid`;
  return row?.due ?? Number.NaN;
};
const age = (seconds: number) => owner.client.$executeRaw`
  update hardware_watch set tried_at = tried_at - make_interval(secs => ${seconds}),
         asked_at = asked_at - make_interval(secs => ${seconds}) where server_id = ${server.serverId}::uuid`;

describe('the queue of readings', () => {
  test('knows each server with a BMC, and gives each to one broker', async () => {
    await watchHardwareOfSite(broker.client, { siteId: server.siteId, withinSeconds: 0 });
    await watchHardwareOfSite(broker.client, { siteId: server.siteId, withinSeconds: 0 });
    expect(await claim()).toMatchObject({
      serverId: server.serverId,
      bmcId: server.bmcId,
      asked: false,
      lookedAgoSeconds: null,
      inventoryAgeSeconds: null,
      sensors: null,
    });
    expect(await claim()).toBeUndefined();
    await finish(0);
    expect(await claim()).toMatchObject({ serverId: server.serverId });
  });

  test('leaves a server alone while a grant is made or removed, or an action is at work', async () => {
    const { serverId } = server;
    await noteHardwareLook(portal.client, { serverId });
    const { grantId } = await insertGrantFixture(owner.client, server, { state: 'provisioning' });
    expect(await claim()).toBeUndefined();
    await owner.client.$executeRaw`
      update access_grant set state = 'revoking', end_cause = 'provisioning-failed', next_attempt_at = now()
       where id = ${grantId}::uuid`;
    expect(await claim()).toBeUndefined();
    await owner.client.$executeRaw`
      update access_grant set next_attempt_at = now() + interval '1 minute' where id = ${grantId}::uuid`;
    await insertAction(owner.client, {
      serverId,
      organisationId: server.organisationId,
      requestedById: server.tenantId,
      parameters: { kind: 'bmc-test' },
      idempotencyKey: 'once',
      reason: null,
      sourceAddress: null,
    });
    expect(await claim()).toBeUndefined();
    await owner.client.$executeRaw`
      update action set state = 'failed', finished_at = now(), error_code = 'x' where server_id = ${serverId}::uuid`;
    expect(await claim()).toMatchObject({ serverId });
  });

  test('an open page keeps readings young, and asks no more often than that', async () => {
    const { serverId } = server;
    await noteHardwareLook(portal.client, { serverId });
    await claim();
    await finish(300);
    await noteHardwareLook(portal.client, { serverId });
    expect(await dueInSeconds()).toBeGreaterThan(10);
    expect(await dueInSeconds()).toBeLessThanOrEqual(15);
    expect(await claim()).toBeUndefined();
    await age(20);
    await noteHardwareLook(portal.client, { serverId });
    expect(await claim()).toMatchObject({ asked: false, lookedAgoSeconds: expect.any(Number) });
  });

  test('the button reads everything anew, but not thrice a second, and is not lost while a reading runs', async () => {
    const { serverId } = server;
    await askForHardwareReading(portal.client, { serverId });
    expect(await claim()).toMatchObject({ asked: true });
    await age(20);
    await askForHardwareReading(portal.client, { serverId });
    await finish(300);
    expect(await claim()).toMatchObject({ asked: true });
    await finish(300);
    await askForHardwareReading(portal.client, { serverId });
    expect(await claim()).toBeUndefined();
    expect(await dueInSeconds()).toBeLessThanOrEqual(3);
  });

  test('somebody whose turn other work has taken is still asked for', async () => {
    const { serverId, brokerId } = server;
    await askForHardwareReading(portal.client, { serverId });
    await claim();
    await finishHardwareReading(broker.client, { serverId, brokerId, dueInSeconds: 0, askAgain: true });
    expect(await claim()).toMatchObject({ asked: true });
    await finish(0);
    expect(await claim()).toMatchObject({ asked: false });
  });

  test('a BMC that refuses our login is left in peace by pages, and tried for a person', async () => {
    const { serverId } = server;
    await noteHardwareLook(portal.client, { serverId });
    await claim();
    await finish(900, 900);
    await age(600);
    await noteHardwareLook(portal.client, { serverId });
    expect(await dueInSeconds()).toBeGreaterThan(800);
    await askForHardwareReading(portal.client, { serverId });
    expect(await claim()).toMatchObject({ asked: true });
    expect((await watch()).restUntil).toBeNull();
  });

  test('a claim of a broker that died lapses', async () => {
    await noteHardwareLook(portal.client, { serverId: server.serverId });
    await claim();
    await owner.client.$executeRaw`update hardware_watch set claimed_until = now() - interval '1 second'`;
    expect(await claim()).toMatchObject({ serverId: server.serverId });
  });
});

describe('a reading', () => {
  const sensors = () =>
    readHardwarePart(portal.client, staff, { serverId: server.serverId, part: 'sensors' });

  test('that failed says so, and keeps what was read before with its age', async () => {
    const { serverId } = server;
    await recordHardwareFailure(broker.client, { serverId, part: 'sensors', errorCode: 'unreachable' });
    expect(await sensors()).toMatchObject({
      content: null,
      readAt: null,
      errorCode: 'unreachable',
      failingSince: expect.any(Date),
    });
    await recordSensors(broker.client, serverId, { sensors: [], more: false });
    expect(await sensors()).toMatchObject({ content: { sensors: [] }, failingSince: null, errorCode: null });
    const read = await sensors();
    await recordHardwareFailure(broker.client, { serverId, part: 'sensors', errorCode: 'unreachable' });
    expect(await sensors()).toMatchObject({ content: { sensors: [] }, readAt: read?.readAt });
  });

  test('is not told to the tenant of another server', async () => {
    await recordSensors(broker.client, server.serverId, { sensors: [], more: false });
    const stranger = await insertServerFixture(owner.client);
    const scope = tenantScope({ role: 'tenant', organisationId: stranger.organisationId });
    const { serverId } = server;
    expect(await readHardwarePart(portal.client, scope, { serverId, part: 'sensors' })).toBeNull();
    await recordEvents(broker.client, serverId, { events: [event(1)], state });
    await recordSensorHistory(broker.client, { serverId, readings: { a: 1 } });
    expect(await listHardwareEvents(portal.client, scope, serverId)).toEqual([]);
    expect(await listRecentEvents(portal.client, scope, { serverId, limit: 10 })).toEqual([]);
    expect(await listSensorHistory(portal.client, scope, serverId)).toEqual([]);
    expect(await listSensorHistory(portal.client, staff, serverId)).toHaveLength(1);
  });

  test('of a BMC that tells without end is refused', async () => {
    const content = { sensors: [], more: false, padding: 'x'.repeat(262_144) };
    await expectRefusal(recordSensors(broker.client, server.serverId, content), 'content_is_small');
  });

  test('keeps one point in five minutes, six hours long', async () => {
    const { serverId } = server;
    await recordSensorHistory(broker.client, { serverId, readings: { a: 1 } });
    await recordSensorHistory(broker.client, { serverId, readings: { a: 2 } });
    expect(await listSensorHistory(portal.client, staff, serverId)).toMatchObject([{ readings: { a: 1 } }]);
    await owner.client.$executeRaw`update sensor_history set at = at - interval '6 hours'`;
    expect(await listSensorHistory(portal.client, staff, serverId)).toEqual([]);
    await recordSensorHistory(broker.client, { serverId, readings: { a: 3 } });
    const rows = await owner.client.sensorHistory.findMany({ where: { serverId } });
    expect(rows).toMatchObject([{ readings: { a: 3 } }]);
    await expectRefusal(
      owner.client.sensorHistory.create({
        data: { serverId, slot: historySlots, at: new Date(), readings: {} },
      }),
      'a_ring_of_six_hours',
    );
  });
});

const state = { entries: 1, overflow: false, lastAddition: null, lastErase: null };

function event(number: number, changes: Partial<KeptEvent> = {}) {
  return {
    fingerprint: `f${number}`,
    at: new Date(),
    clock: 'bmc-clock' as const,
    secondsSinceStart: null,
    severity: 'info' as const,
    sensorType: 'Memory',
    sensorName: null,
    description: `event ${number}`,
    asserted: true,
    reading: null,
    raw: null,
    ...changes,
  };
}

describe('the event log', () => {
  const told = async () =>
    (await listHardwareEvents(portal.client, staff, server.serverId)).map(({ description }) => description);

  test('is told newest first, each event once, and outlives what a person clears on the BMC', async () => {
    const { serverId } = server;
    const add = (...numbers: number[]) =>
      recordEvents(broker.client, serverId, { events: numbers.map((number) => event(number)), state });
    expect(await add(1, 2, 3)).toEqual({ added: 3 });
    expect(await add(2, 3, 4)).toEqual({ added: 1 });
    expect(await add()).toEqual({ added: 0 });
    expect(await told()).toEqual(['event 4', 'event 3', 'event 2', 'event 1']);
  });

  test('keeps the newest of a log that is longer than the limit', async () => {
    const { serverId } = server;
    const many = Array.from({ length: hardwareLimits.events + 20 }, (_, number) => event(number));
    await recordEvents(broker.client, serverId, { events: many, state });
    await recordEvents(broker.client, serverId, { events: [event(1000)], state });
    const kept = await told();
    expect(kept).toHaveLength(hardwareLimits.events);
    expect(kept.slice(0, 2)).toEqual(['event 1000', `event ${hardwareLimits.events + 19}`]);
  });

  test('what was old when the log was first read is no news; what came since is, whatever the BMC’s clock says', async () => {
    const { serverId } = server;
    const recent = async () =>
      (await listRecentEvents(portal.client, staff, { serverId, limit: 10 })).map((e) => e.description);
    const longAgo = new Date('2001-01-01');
    await recordEvents(broker.client, serverId, {
      events: [event(1, { at: longAgo }), event(2), event(3, { at: null, clock: 'unknown' })],
      state,
    });
    expect(await recent()).toEqual(['event 2']);
    await recordEvents(broker.client, serverId, { events: [event(4, { at: longAgo })], state });
    expect(await recent()).toEqual(['event 4', 'event 2']);
  });

  test('an event without a time that its clock speaks of is refused', async () => {
    await expectRefusal(
      recordEvents(broker.client, server.serverId, { events: [event(1, { at: null })], state }),
      'the_clock_says_what_is_told',
    );
  });
});

test.each([
  ['invents sensors', `insert into hardware_reading (server_id, part) values (gen_random_uuid(), 'sensors')`],
  ['forgets events', 'delete from hardware_event'],
  ['writes the past', 'update sensor_history set at = now()'],
  ['claims a reading', 'update hardware_watch set claimed_until = now()'],
])('the portal never %s', async (_, sql) => {
  await expect(portal.client.$executeRawUnsafe(sql)).rejects.toThrow(/permission denied/);
});

test('the broker never claims that somebody looked', async () => {
  await expect(broker.client.$executeRaw`update hardware_watch set looked_at = now()`).rejects.toThrow(
    /permission denied/,
  );
});
