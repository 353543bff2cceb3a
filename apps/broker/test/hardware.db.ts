/** What a BMC tells of its machine, read for the pages: over both protocols, and only while nobody is at work on it. */
import { Secret } from '@postern/bmc';
import type { VirtualBmc } from '@postern/bmc/testing';
import { askForHardwareReading } from '@postern/database';
import { inventoryContent, sensorsContent } from '@postern/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBmcDriver } from '../src/provisioning/drivers.ts';
import {
  bmcLogin,
  createTestSite,
  impatient,
  type TestServer,
  type TestSite,
  until,
  untilState,
} from './support/site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestSite();
  await site.start();
});
afterAll(() => site.close());

type Place = Pick<TestServer, 'serverId'>;

const rowOf = (part: string, { serverId }: Place, from = site) =>
  from.owner.client.hardwareReading.findUnique({ where: { serverId_part: { serverId, part } } });

async function sensorsOf(server: Place, from = site) {
  const row = await rowOf('sensors', server, from);
  return row?.content == null ? undefined : sensorsContent.parse(row.content).sensors;
}

const eventsOf = async ({ serverId }: Place, from = site) =>
  from.owner.client.hardwareEvent.findMany({ where: { serverId }, orderBy: { id: 'asc' } });

/** Presses the button and waits until every part was read, or tried, after that. */
async function readNow(server: Place, from = site): Promise<void> {
  const { serverId } = server;
  // The button rests for seconds after each reading; a test does not.
  await from.owner.client.$executeRaw`
    update hardware_watch set tried_at = null where server_id = ${serverId}::uuid`;
  await askForHardwareReading(from.owner.client, { serverId });
  await until(async () => {
    const watch = await from.owner.client.hardwareWatch.findUniqueOrThrow({ where: { serverId } });
    const { claimedUntil, triedAt, askedAt } = watch;
    return claimedUntil === null && triedAt !== null && askedAt !== null && askedAt < triedAt;
  });
}

test('a server that nobody looks at gets its place in the queue by itself', async () => {
  const fresh = await createTestSite();
  const server = await fresh.addServer();
  const world = await fresh.brokerWorld();
  await fresh.start({ ...world, settings: { ...world.settings, hardwareSeconds: 1 } });
  await until(async () => (await sensorsOf(server, fresh)) !== undefined);
  expect(await fresh.owner.client.sensorHistory.count()).toBe(0);
  await fresh.close();
});

test('sensors, inventory and events are kept as the BMC has them, over IPMI', async () => {
  const server = await site.addServer();
  const { hardware } = server.bmc.server;
  hardware.force(1, 30);
  hardware.force(4, 5);
  await readNow(server);
  const sensors = await sensorsOf(server);
  expect(sensors?.find(({ name }) => name === 'inlet temp')).toMatchObject({
    type: 'Temperature',
    unit: 'degrees C',
    value: 30,
    state: 'ok',
    numeric: true,
    thresholds: { upperNonCritical: 42, upperCritical: 47 },
  });
  expect(sensors?.find(({ name }) => name === 'fan 2')).toMatchObject({ value: 500, state: 'critical' });
  expect(await eventsOf(server)).toMatchObject([
    {
      sensorName: 'fan 2',
      description: 'Lower Critical going low',
      severity: 'critical',
      clock: 'bmc-clock',
      reading: { value: 500, threshold: 900, unit: 'RPM' },
    },
  ]);
  const { content } = (await rowOf('inventory', server)) ?? {};
  const { devices, protocol } = inventoryContent.parse(content);
  expect(protocol).toBe('ipmi');
  const told = devices.flatMap(({ areas }) => areas.flatMap(({ fields }) => fields));
  expect(told).toContainEqual({ name: 'serial number', value: hardware.serialNumber });
  const [point] = await site.owner.client.sensorHistory.findMany({ where: { serverId: server.serverId } });
  expect(point?.readings).toMatchObject({ '32.0.1': 30 });
});

test('a sensor that moves and an event that comes are told at the next look, and each event once', async () => {
  const server = await site.addServer();
  const { hardware } = server.bmc.server;
  await readNow(server);
  hardware.force(2, 97);
  await readNow(server);
  expect((await sensorsOf(server))?.find(({ name }) => name === 'cpu temp')).toMatchObject({
    value: 97,
    state: 'critical',
  });
  hardware.addEvent({ sensorType: 0x0c, sensorNumber: 9, eventType: 0x6f, data: [1, 0xff, 0xff] });
  await readNow(server);
  expect((await eventsOf(server)).map(({ description }) => description)).toEqual([
    'Upper Critical going high',
    'Uncorrectable ECC',
  ]);
  // Record ids begin anew after a log was cleared; what it said stays here.
  hardware.clearEvents();
  await readNow(server);
  expect(await eventsOf(server)).toHaveLength(2);
});

test('a log that has not changed is not read again, and its age is young all the same', async () => {
  const server = await site.addServer();
  server.bmc.server.hardware.force(2, 97);
  await readNow(server);
  const before = await rowOf('event-log', server);
  const entriesRead = server.bmc.effects.received.get('get-sel-entry') ?? 0;
  expect(entriesRead).toBeGreaterThan(0);
  await site.owner.client.$executeRaw`
    update hardware_watch set due_at = now(), tried_at = now() - interval '1 hour', asked_at = null
     where server_id = ${server.serverId}::uuid`;
  await until(async () => ((await rowOf('event-log', server))?.readAt ?? 0) > (before?.readAt ?? 0));
  expect(server.bmc.effects.received.get('get-sel-entry')).toBe(entriesRead);
});

test('the same over Redfish, with processors and memory', async () => {
  const { virtual, own, server } = await startRedfishSite();
  virtual.server.power.apply('off');
  await until(async () => !virtual.server.power.isOn);
  await readNow(server, own);
  expect((await sensorsOf(server, own))?.find(({ name }) => name === 'CPU temp')).toMatchObject({
    value: 24,
    thresholds: { upperNonCritical: 80, upperCritical: 90 },
  });
  const { devices, protocol } = inventoryContent.parse((await rowOf('inventory', server, own))?.content);
  expect(protocol).toBe('redfish');
  expect(devices[0]?.areas.find(({ area }) => area === 'summary')?.fields).toContainEqual({
    name: 'memory',
    value: '64 GiB',
  });
  await own.close();
  expect(virtual.redfish?.sessions()).toEqual([]);
  await virtual.close();
});

async function startRedfishSite() {
  const own = await createTestSite();
  const { createVirtualBmc } = await import('@postern/bmc/testing');
  const users = [
    { slot: 2, name: bmcLogin.username, password: bmcLogin.password, privilege: 'administrator' },
  ] as const;
  const virtual: VirtualBmc = await createVirtualBmc({ users, redfish: {}, initialPower: 'on' });
  const { redfish } = virtual;
  if (redfish === undefined) throw new Error('no Redfish face');
  const driver = createBmcDriver(impatient);
  const target = {
    protocol: 'redfish',
    host: virtual.host,
    port: redfish.port,
    certificateSha256: redfish.certificateSha256,
    username: bmcLogin.username,
    password: new Secret(bmcLogin.password),
  } as const;
  await own.start({ driver: { ...driver, open: () => driver.open(target) } });
  return { own, virtual, server: await own.addRow(virtual, bmcLogin) };
}

test('a BMC that stops answering fails with every part, and what was read before stays with its age', async () => {
  const server = await site.addServer();
  await readNow(server);
  const read = await rowOf('sensors', server);
  server.bmc.faults.hang = true;
  await readNow(server);
  for (const part of ['sensors', 'event-log', 'inventory'])
    expect(await rowOf(part, server)).toMatchObject({
      errorCode: 'unreachable',
      failingSince: expect.any(Date),
    });
  expect(await rowOf('sensors', server)).toMatchObject({ content: read?.content, readAt: read?.readAt });
  server.bmc.faults.hang = false;
  await readNow(server);
  expect(await rowOf('sensors', server)).toMatchObject({ errorCode: null, failingSince: null });
});

test('a BMC without an event log is read for the rest, and the log says why it is missing', async () => {
  const server = await site.addServer();
  server.bmc.faults.commands.set('get-sel-info', { kind: 'refuse', completionCode: 0xc1 });
  await readNow(server);
  expect(await rowOf('event-log', server)).toMatchObject({ errorCode: 'not-supported', content: null });
  expect((await sensorsOf(server))?.map(({ name }) => name)).toContain('inlet temp');
  expect((await rowOf('inventory', server))?.errorCode).toBeNull();
});

test('a refused login is tried once, and then no page makes it be tried again', async () => {
  const server = await site.addServer({ storedPassword: 'wrong' });
  await readNow(server);
  expect(await rowOf('sensors', server)).toMatchObject({ errorCode: 'auth-failed' });
  const { restUntil } = await site.owner.client.hardwareWatch.findUniqueOrThrow({
    where: { serverId: server.serverId },
  });
  expect(Number(restUntil) - Date.now()).toBeGreaterThan(800_000);
  expect(await site.owner.client.bmcLoginFailure.count({ where: { bmcId: server.bmcId } })).toBe(1);
});

test('a reading gives way at once to an action and to a grant, and is made up for afterwards', async () => {
  const patient = await createTestSite();
  await patient.start({ driver: createBmcDriver({ ...impatient, commandTimeoutMs: 120_000 }) });
  const server = await patient.addServer();
  // The reading alone would take far longer than this test.
  server.bmc.faults.commands.set('get-sensor-reading', { kind: 'late', delayMs: 60_000 });
  await askForHardwareReading(patient.owner.client, { serverId: server.serverId });
  const asked = () => server.bmc.effects.received.get('get-sensor-reading') ?? 0;
  await until(async () => asked() > 0);

  const actionId = await patient.requestAction(server, { kind: 'power', operation: 'off' });
  await until(async () => (await patient.action(actionId)).state === 'succeeded');
  expect(await rowOf('sensors', server, patient)).toBeNull();

  const before = asked();
  await patient.owner.client.$executeRaw`update hardware_watch set due_at = now()`;
  await until(async () => asked() > before);
  await untilState(patient, await patient.requestGrant(server), 'active');
  expect(await rowOf('sensors', server, patient)).toBeNull();

  server.bmc.faults.commands.delete('get-sensor-reading');
  await patient.owner.client.$executeRaw`update hardware_watch set due_at = now()`;
  await until(async () => (await sensorsOf(server, patient)) !== undefined);
  await patient.close();
});

test('a broker that is told to stop leaves a long reading behind', async () => {
  const stopped = await createTestSite();
  const broker = await stopped.start({
    driver: createBmcDriver({ ...impatient, commandTimeoutMs: 120_000 }),
  });
  const server = await stopped.addServer();
  server.bmc.faults.commands.set('get-sensor-reading', { kind: 'late', delayMs: 60_000 });
  await askForHardwareReading(stopped.owner.client, { serverId: server.serverId });
  await until(async () => (server.bmc.effects.received.get('get-sensor-reading') ?? 0) > 0);
  await broker.stop();
  const watch = await stopped.owner.client.hardwareWatch.findUniqueOrThrow({
    where: { serverId: server.serverId },
  });
  expect(watch.claimedUntil).toBeNull();
  await stopped.close();
});
