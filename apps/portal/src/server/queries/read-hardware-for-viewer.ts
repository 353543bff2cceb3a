/** What a BMC tells of its machine, for whoever may see the server; `null`: there is none that he may see. */
import {
  type HardwareEventRow,
  listHardwareEvents,
  listRecentEvents,
  listSensorHistory,
  noteHardwareLook,
  readHardwarePart,
  readServer,
  type ServerRow,
  type TenantScope,
  type Tx,
  tenantScope,
} from '@postern/database';
import { eventLogContent, inventoryContent, judgeHealth, sensorsContent } from '@postern/domain';
import { z } from 'zod';
import {
  type EventShape,
  type EventsShape,
  eventShape,
  type HealthShape,
  healthShape,
  type InventoryShape,
  type SensorsShape,
} from '../shapes/hardware.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { hardwareStateOf } from './hardware-state-of.ts';

/** Reading it is looking at it: a broker keeps young what somebody looks at. */
async function lookAt(
  { portal, viewer }: ViewerContext,
  serverId: string,
): Promise<{ readonly tx: Tx; readonly scope: TenantScope } | null> {
  const tx = portal.db.client;
  const scope = tenantScope(viewer);
  const server = await readServer(tx, scope, serverId);
  if (server === null) return null;
  if (server.bmc !== null) await noteHardwareLook(tx, { serverId });
  return { tx, scope };
}

export async function readInventoryForViewer(
  context: ViewerContext,
  serverId: string,
): Promise<InventoryShape | null> {
  const look = await lookAt(context, serverId);
  if (look === null) return null;
  const row = await readHardwarePart(look.tx, look.scope, { serverId, part: 'inventory' });
  return {
    state: hardwareStateOf('inventory', row),
    inventory: inventoryContent.safeParse(row?.content).data ?? null,
  };
}

const pointReadings = z.record(z.string(), z.number());

export async function readSensorsForViewer(
  context: ViewerContext,
  serverId: string,
): Promise<SensorsShape | null> {
  const look = await lookAt(context, serverId);
  if (look === null) return null;
  const [row, points] = await Promise.all([
    readHardwarePart(look.tx, look.scope, { serverId, part: 'sensors' }),
    listSensorHistory(look.tx, look.scope, serverId),
  ]);
  const content = sensorsContent.safeParse(row?.content).data;
  return {
    state: hardwareStateOf('sensors', row),
    sensors: content?.sensors ?? [],
    more: content?.more ?? false,
    history: points.map(({ at, readings }) => ({ at, readings: pointReadings.parse(readings) })),
  };
}

export async function readEventsForViewer(
  context: ViewerContext,
  serverId: string,
): Promise<EventsShape | null> {
  const look = await lookAt(context, serverId);
  if (look === null) return null;
  const [row, events] = await Promise.all([
    readHardwarePart(look.tx, look.scope, { serverId, part: 'event-log' }),
    listHardwareEvents(look.tx, look.scope, serverId),
  ]);
  return {
    state: hardwareStateOf('event-log', row),
    events: events.map(eventOf),
    overflow: eventLogContent.safeParse(row?.content).data?.overflow ?? false,
  };
}

function eventOf(row: HardwareEventRow): EventShape {
  const { secondsSinceStart } = row;
  return eventShape.parse({
    ...row,
    id: String(row.id),
    secondsSinceStart: secondsSinceStart === null ? null : Number(secondsSinceStart),
  });
}

const recentEvents = 50;

/** One word on the machine, from what was read last. */
export async function readHealth(tx: Tx, scope: TenantScope, row: ServerRow): Promise<HealthShape> {
  const serverId = row.id;
  if (row.bmc === null) return { word: 'unknown', reason: 'this server has no BMC set up', readAt: null };
  const [sensors, events] = await Promise.all([
    readHardwarePart(tx, scope, { serverId, part: 'sensors' }),
    listRecentEvents(tx, scope, { serverId, limit: recentEvents }),
  ]);
  const health = judgeHealth({
    sensors: sensorsContent.safeParse(sensors?.content).data?.sensors,
    failing: sensors !== null && sensors.failingSince !== null,
    off: row.powerReading?.state === 'off' && row.powerReading.failingSince === null,
    events: events.map((event) => recentEvent.parse(event)),
  });
  return healthShape.parse({ ...health, readAt: sensors?.readAt ?? null });
}

const recentEvent = eventShape.pick({
  severity: true,
  sensorName: true,
  sensorType: true,
  description: true,
  asserted: true,
});
