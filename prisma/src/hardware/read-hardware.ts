import { hardwareLimits, historySlotSeconds, historySlots } from '@postern/domain';
import type { Tx } from '../client.ts';
import { Prisma } from '../generated/client.ts';
import type { TenantScope } from '../tenant-scope.ts';
import { withinScope } from '../tenant-scope.ts';
import type { HardwarePart } from './record-hardware.ts';

const readingSelection = {
  content: true,
  readAt: true,
  failingSince: true,
  errorCode: true,
} as const satisfies Prisma.HardwareReadingSelect;

export type HardwareReadingRow = Prisma.HardwareReadingGetPayload<{ select: typeof readingSelection }>;

/** What was last read of one part, or `null` before the first try. */
export function readHardwarePart(
  tx: Tx,
  scope: TenantScope,
  { serverId, part }: { readonly serverId: string; readonly part: HardwarePart },
): Promise<HardwareReadingRow | null> {
  return tx.hardwareReading.findFirst({
    where: { serverId, part, server: withinScope(scope) },
    select: readingSelection,
  });
}

export interface SensorPoint {
  readonly at: Date;
  /** Sensor id to value, as stored. */
  readonly readings: unknown;
}

/** The last six hours, oldest first. */
export function listSensorHistory(tx: Tx, scope: TenantScope, serverId: string): Promise<SensorPoint[]> {
  return tx.$queryRaw`
    select h.at, h.readings from sensor_history h join server s on s.id = h.server_id
     where h.server_id = ${serverId}::uuid and ${serverWithin(scope)}
       and h.at > now() - make_interval(secs => ${historySlots * historySlotSeconds})
     order by h.at`;
}

function serverWithin({ organisationId }: TenantScope): Prisma.Sql {
  return organisationId === null ? Prisma.sql`true` : Prisma.sql`s.organisation_id = ${organisationId}::uuid`;
}

const eventSelection = {
  id: true,
  seenAt: true,
  at: true,
  clock: true,
  secondsSinceStart: true,
  severity: true,
  sensorType: true,
  sensorName: true,
  description: true,
  asserted: true,
  reading: true,
  raw: true,
} as const satisfies Prisma.HardwareEventSelect;

export type HardwareEventRow = Prisma.HardwareEventGetPayload<{ select: typeof eventSelection }>;

/** Everything that is kept of the log, newest first. */
export function listHardwareEvents(
  tx: Tx,
  scope: TenantScope,
  serverId: string,
): Promise<HardwareEventRow[]> {
  return tx.hardwareEvent.findMany({
    where: { serverId, server: withinScope(scope) },
    orderBy: { id: 'desc' },
    take: hardwareLimits.events,
    select: eventSelection,
  });
}

export type RecentHardwareEvent = Pick<
  HardwareEventRow,
  'severity' | 'sensorName' | 'sensorType' | 'description' | 'asserted'
>;

/**
 * What the log told within a day, newest first. What was there when the log was read for the first time counts by the
 * BMC's clock; what came later is known to be new, however wrong that clock is.
 */
export function listRecentEvents(
  tx: Tx,
  scope: TenantScope,
  { serverId, limit }: { readonly serverId: string; readonly limit: number },
): Promise<RecentHardwareEvent[]> {
  return tx.$queryRaw`
    select e.severity, e.sensor_name as "sensorName", e.sensor_type as "sensorType", e.description, e.asserted
      from hardware_event e join server s on s.id = e.server_id
     where e.server_id = ${serverId}::uuid and ${serverWithin(scope)}
       and e.seen_at > now() - interval '1 day'
       and (e.at > now() - interval '1 day'
         or e.seen_at > (select min(seen_at) from hardware_event first where first.server_id = e.server_id))
     order by e.id desc limit ${limit}`;
}
