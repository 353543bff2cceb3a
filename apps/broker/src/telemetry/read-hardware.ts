/** Reads what a BMC tells of its machine and keeps it for the pages: only while nobody is at work on the BMC. */
import { type Bmc, BmcError, type SensorReading, type SensorThresholds } from '@postern/bmc';
import {
  confirmEventLog,
  type HardwarePart,
  type HardwareToRead,
  recordEvents,
  recordHardwareFailure,
  recordInventory,
  recordSensorHistory,
  recordSensors,
} from '@postern/database';
import { type EventLogContent, eventLogContent, sensorsContent } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import { describeFailure } from '../failure.ts';
import { eventsOf } from './hardware/events-of.ts';
import { inventoryOf } from './hardware/inventory-of.ts';
import type { RoundEnd } from './hardware/next-reading.ts';
import { historyOf, sensorsOf } from './hardware/sensors-of.ts';

const daySeconds = 86_400;
/** A log that does not tell whether it has changed is read as a whole, so it is not read with each look. */
const wholeLogSeconds = 120;
/** Longer than a slow BMC with hundreds of sensors takes for one part; past it the reading is given up. */
const partLimitMs = 60_000;

/** Keeps what was read, when the BMC is free again. */
type Keep = () => Promise<unknown>;
interface DuePart {
  readonly part: HardwarePart;
  read(bmc: Bmc): Promise<Keep>;
}

/** Reads what is due of one server, part by part, each with a turn of its own. What a BMC does wrong is kept, not thrown. */
export async function readHardware(parts: BrokerParts, server: HardwareToRead): Promise<RoundEnd> {
  const due = dueParts(parts, server);
  let end: RoundEnd = 'read';
  for (const { part, read } of due) {
    const result = await readPart(parts, server, read);
    parts.metrics.hardwareReadings.inc({ part, result: result.kind });
    if (result.kind === 'busy') return 'busy';
    if (result.kind === 'read') continue;
    // A BMC that cannot be talked to fails with every part alike.
    const failed = result.concerns === 'part' ? [part] : due.map((each) => each.part);
    for (const each of failed) {
      const { serverId } = server;
      await recordHardwareFailure(parts.db.client, { serverId, part: each, errorCode: result.code });
    }
    if (result.concerns !== 'part') return result.concerns === 'login' ? 'refused' : 'failed';
    end = 'failed';
  }
  return end;
}

function dueParts(parts: BrokerParts, server: HardwareToRead): readonly DuePart[] {
  const { inventoryAgeSeconds, asked } = server;
  const inventoryDue = asked || inventoryAgeSeconds === null || inventoryAgeSeconds > daySeconds;
  return [
    { part: 'sensors', read: (bmc) => readSensors(parts, server, bmc) },
    ...(eventLogIsDue(server)
      ? [{ part: 'event-log', read: (bmc: Bmc) => readEventLog(parts, server, bmc) } as const]
      : []),
    ...(inventoryDue
      ? [{ part: 'inventory', read: (bmc: Bmc) => readInventory(parts, server, bmc) } as const]
      : []),
  ];
}

type PartEnd =
  | { readonly kind: 'read' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly code: string; readonly concerns: 'part' | 'bmc' | 'login' };

async function readPart(
  parts: BrokerParts,
  { bmcId, serverId }: HardwareToRead,
  read: DuePart['read'],
): Promise<PartEnd> {
  const limit = new AbortController();
  const over = new AbortController();
  void parts.clock.sleep(partLimitMs, over.signal).then(() => over.signal.aborted || limit.abort());
  try {
    const keep = await parts.lanes.readAtLeisure(
      bmcId,
      AbortSignal.any([limit.signal, parts.stopping]),
      read,
    );
    if (keep === undefined) {
      return limit.signal.aborted ? { kind: 'failed', code: 'too-slow', concerns: 'part' } : { kind: 'busy' };
    }
    await keep();
    return { kind: 'read' };
  } catch (error) {
    const { code } = describeFailure(error);
    parts.log.debug({ serverId, bmcId, code }, 'the hardware of a server could not be read');
    return { kind: 'failed', code, concerns: whatFails(code) };
  } finally {
    over.abort();
  }
}

const loginCodes: readonly string[] = [
  'auth-failed',
  'login-frozen',
  'credential-missing',
  'credential-unreadable',
  'privilege-refused',
  'password-change-required',
  'certificate-changed',
];
const partCodes: readonly string[] = ['rejected', 'not-supported', 'busy', 'protocol-violation', 'internal'];

function whatFails(code: string): 'part' | 'bmc' | 'login' {
  if (loginCodes.includes(code)) return 'login';
  return partCodes.includes(code) ? 'part' : 'bmc';
}

async function readSensors(parts: BrokerParts, server: HardwareToRead, bmc: Bmc): Promise<Keep> {
  const readings = await bmc.sensors.readAll();
  const content = sensorsOf(readings, await thresholdsOf(bmc, readings, server));
  const { db } = parts;
  const { serverId, lookedAgoSeconds } = server;
  return async () => {
    await recordSensors(db.client, serverId, content);
    // The past is kept only of what somebody has looked at within a day: a fleet's would be a lot for nobody.
    if (lookedAgoSeconds !== null && lookedAgoSeconds < daySeconds)
      await recordSensorHistory(db.client, { serverId, readings: historyOf(content) });
  };
}

/** Limits hardly ever change: those that are known are asked for again only when a person wants everything anew. */
async function thresholdsOf(
  bmc: Bmc,
  readings: readonly SensorReading[],
  { sensors, asked }: HardwareToRead,
): Promise<ReadonlyMap<string, SensorThresholds>> {
  const kept = asked ? undefined : sensorsContent.safeParse(sensors).data?.sensors;
  const known = new Map<string, SensorThresholds>();
  for (const { sensor, thresholds } of readings) {
    if (sensor.kind !== 'numeric' || thresholds !== undefined) continue;
    const earlier = kept?.find(({ id, name }) => id === sensor.id && name === sensor.name);
    known.set(
      sensor.id,
      earlier === undefined ? await bmc.sensors.thresholds(sensor) : present(earlier.thresholds),
    );
  }
  return known;
}

function present(thresholds: Readonly<Record<string, number | undefined>>): SensorThresholds {
  return Object.fromEntries(Object.entries(thresholds).filter(([, limit]) => limit !== undefined));
}

function eventLogIsDue({ asked, eventLog, eventLogAgeSeconds }: HardwareToRead): boolean {
  if (asked || eventLogAgeSeconds === null || eventLogAgeSeconds > wholeLogSeconds) return true;
  return markOf(eventLog) !== undefined;
}

/** What tells at the next look that a log is as it was; only some protocols have it. */
function markOf(eventLog: unknown): string | undefined {
  const content = eventLogContent.safeParse(eventLog).data;
  if (content === undefined || content.lastAddition === null) return undefined;
  return JSON.stringify([content.entries, content.overflow, content.lastAddition, content.lastErase]);
}

async function readEventLog({ db }: BrokerParts, server: HardwareToRead, bmc: Bmc): Promise<Keep> {
  const { serverId, asked } = server;
  const info = await bmc.eventLog.info();
  const state: EventLogContent = {
    entries: info.entries,
    overflow: info.overflow,
    lastAddition: info.lastAddition ?? null,
    lastErase: info.lastErase ?? null,
  };
  const mark = markOf(state);
  // Another event within the same second changes the number of entries, but for a log that is full.
  const same = mark !== undefined && !state.overflow && mark === markOf(server.eventLog);
  if (same && !asked) return () => confirmEventLog(db.client, serverId);
  const events = eventsOf(await bmc.eventLog.read());
  return () => db.transaction((tx) => recordEvents(tx, serverId, { events, state }));
}

async function readInventory({ db }: BrokerParts, { serverId }: HardwareToRead, bmc: Bmc): Promise<Keep> {
  const identity = await bmc.identity();
  const content = inventoryOf(await devicesOf(bmc), { protocol: bmc.protocol, identity });
  return () => recordInventory(db.client, serverId, content);
}

/** A BMC without an inventory of its parts still tells its firmware. */
async function devicesOf(bmc: Bmc) {
  try {
    return await bmc.inventory.read();
  } catch (error) {
    if (error instanceof BmcError && error.code === 'not-supported') return [];
    throw error;
  }
}
