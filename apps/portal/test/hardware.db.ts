/** What a BMC tells of its machine, as the people of its server see it: theirs only, harmless, with its age. */
import {
  createDatabase,
  type Database,
  recordEvents,
  recordHardwareFailure,
  recordInventory,
  recordSensorHistory,
  recordSensors,
} from '@postern/database';
import type { KeptSensor } from '@postern/domain';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { exportEvents } from '../src/server/http/export-events.ts';
import { call, openTestPortal, type TestPortal, testOrigin } from './open-test-portal.ts';
import { beatBrokers, makeTarget, makeWorld, nonexistentTarget, type Target, type World } from './world.ts';

let t: TestPortal;
let broker: Database;
let world: World;
let tenant: string;
let stranger: string;
let target: Target;

beforeAll(async () => {
  t = await openTestPortal();
  broker = createDatabase({ url: t.url, role: 'postern_broker' });
  world = await makeWorld(t);
  tenant = await t.signIn(world.own.tenantId);
  stranger = await t.signIn(world.other.tenantId);
});
afterAll(async () => {
  await broker.close();
  await t.close();
});
beforeEach(async () => {
  await beatBrokers(t);
  // Without access: what a machine tells belongs to whoever rents it, all the time.
  target = await makeTarget(t, world.own, false);
});

const inlet: KeptSensor = {
  id: '32.0.1',
  name: 'inlet temp',
  type: 'Temperature',
  unit: 'degrees C',
  entity: null,
  numeric: true,
  value: 24,
  state: 'ok',
  words: [],
  thresholds: { upperCritical: 47 },
};

const formula = {
  fingerprint: 'f1',
  at: new Date('2026-11-25T10:00:00Z'),
  clock: 'bmc-clock',
  secondsSinceStart: null,
  severity: 'critical',
  sensorType: 'Memory',
  sensorName: '=HYPERLINK("http://evil.test","DIMM")',
  description: '<img src=x onerror=alert(1)>, "quoted"',
  asserted: true,
  reading: null,
  raw: null,
} as const;
const log = { entries: 1, overflow: false, lastAddition: null, lastErase: null };

const ask = (path: string, cookie = tenant) => call(t.portal, path, { serverId: target.serverId }, cookie);
const watch = () => t.owner.client.hardwareWatch.findUnique({ where: { serverId: target.serverId } });

test('a tenant sees the hardware of his server without having access, with its age and its past', async () => {
  const { serverId } = target;
  await recordSensors(broker.client, serverId, { sensors: [inlet], more: false });
  await recordSensorHistory(broker.client, { serverId, readings: { [inlet.id]: 23 } });
  expect((await ask('hardware.sensors')).data).toMatchObject({
    state: { readAt: expect.any(Date), problem: null, offered: true },
    sensors: [inlet],
    history: [{ readings: { [inlet.id]: 23 } }],
  });
  await recordInventory(broker.client, serverId, { firmware: '1.04', protocol: 'ipmi', devices: [] });
  expect((await ask('hardware.inventory')).data).toMatchObject({ inventory: { firmware: '1.04' } });
  await recordEvents(broker.client, serverId, { events: [formula], state: log });
  expect((await ask('hardware.events')).data).toMatchObject({
    events: [{ description: formula.description, severity: 'critical' }],
  });
  expect((await ask('servers.get')).data).toMatchObject({ health: { word: 'critical' } });
});

test('what cannot be read says why in a sentence, and keeps what was read before', async () => {
  const { serverId } = target;
  expect((await ask('hardware.sensors')).data).toMatchObject({
    state: { readAt: null, failingSince: null, problem: null },
    sensors: [],
  });
  expect((await ask('servers.get')).data).toMatchObject({
    health: { word: 'unknown', reason: 'the sensors were not read yet' },
  });
  await recordSensors(broker.client, serverId, { sensors: [inlet], more: false });
  await recordHardwareFailure(broker.client, { serverId, part: 'sensors', errorCode: 'unreachable' });
  expect((await ask('hardware.sensors')).data).toMatchObject({
    state: { problem: 'The BMC does not answer.', failingSince: expect.any(Date), readAt: expect.any(Date) },
    sensors: [inlet],
  });
  await recordHardwareFailure(broker.client, { serverId, part: 'event-log', errorCode: 'not-supported' });
  expect((await ask('hardware.events')).data).toMatchObject({ state: { offered: false } });
  await recordHardwareFailure(broker.client, { serverId, part: 'inventory', errorCode: 'constructor' });
  expect((await ask('hardware.inventory')).data).toMatchObject({
    state: { problem: 'The BMC could not be read. Postern tries again.' },
  });
});

test('looking makes a broker keep it young; the button makes it read everything at once', async () => {
  expect(await watch()).toBeNull();
  await ask('servers.get');
  expect(await watch()).toBeNull();
  await ask('hardware.sensors');
  expect(await watch()).toMatchObject({ lookedAt: expect.any(Date), askedAt: null });
  expect(await ask('hardware.readNow')).toMatchObject({ status: 200 });
  expect(await watch()).toMatchObject({ askedAt: expect.any(Date) });
  await t.owner.client.$executeRaw`update broker set heartbeat_at = now() - interval '1 minute'`;
  expect(await ask('hardware.readNow')).toMatchObject({ error: { data: { reason: 'no-broker' } } });
});

test('somebody else’s look at it is refused and leaves no trace', async () => {
  for (const path of ['hardware.sensors', 'hardware.inventory', 'hardware.events', 'hardware.readNow'])
    expect(await ask(path, stranger)).toMatchObject({ status: 404 });
  expect(await watch()).toBeNull();
});

async function download(format: string, cookie = tenant, serverId = target.serverId) {
  const response = await exportEvents(
    t.portal,
    new Request(`${testOrigin}/api/servers/${serverId}/events?format=${format}`, { headers: { cookie } }),
    serverId,
  );
  return {
    status: response.status,
    text: await response.text(),
    file: response.headers.get('content-disposition'),
    type: response.headers.get('content-type'),
  };
}

test('the log as a file holds all of it, and no cell begins as a formula', async () => {
  await recordEvents(broker.client, target.serverId, { events: [formula], state: log });
  const csv = await download('csv');
  expect(csv).toMatchObject({ status: 200, file: expect.stringMatching(/^attachment; .*-events\.csv"$/) });
  const [head, line] = csv.text.split('\n');
  expect(head).toBe(
    'at,clock,secondsSinceStart,severity,sensorType,sensorName,description,asserted,value,limit,unit,firstSeen,raw',
  );
  expect(line).toContain(`,"'=HYPERLINK(""http://evil.test"",""DIMM"")",`);
  expect(line).toContain('2026-11-25T10:00:00.000Z,bmc-clock,,critical,Memory,');
  expect(JSON.parse((await download('json')).text)).toMatchObject([
    { at: '2026-11-25T10:00:00.000Z', sensorName: formula.sensorName, asserted: true },
  ]);
});

test('the file is for those who see the server; to all others there is none', async () => {
  expect(await download('csv', 'postern.session=nothing')).toMatchObject({ status: 401 });
  const other = await download('csv', stranger);
  const none = await download('csv', stranger, nonexistentTarget().serverId);
  expect(other).toMatchObject({ status: 404 });
  expect(other).toEqual(none);
  expect(await download('csv', stranger, 'nonsense')).toEqual(none);
  expect(await download('xlsx')).toMatchObject({ status: 400 });
  expect(await download('csv', await t.signIn(world.supportId))).toMatchObject({ status: 200 });
});
