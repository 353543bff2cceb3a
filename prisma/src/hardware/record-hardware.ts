import {
  type EventLogContent,
  hardwareLimits,
  historySlotSeconds,
  historySlots,
  type InventoryContent,
  type KeptEvent,
  type SensorsContent,
} from '@postern/domain';
import type { Tx } from '../client.ts';

export const hardwareParts = ['inventory', 'sensors', 'event-log'] as const;
export type HardwarePart = (typeof hardwareParts)[number];

export function recordInventory(tx: Tx, serverId: string, content: InventoryContent): Promise<void> {
  return recordPart(tx, serverId, 'inventory', content);
}

export function recordSensors(tx: Tx, serverId: string, content: SensorsContent): Promise<void> {
  return recordPart(tx, serverId, 'sensors', content);
}

async function recordPart(tx: Tx, serverId: string, part: HardwarePart, content: object): Promise<void> {
  await tx.$executeRaw`
    insert into hardware_reading (server_id, part, content, read_at)
    values (${serverId}::uuid, ${part}, ${JSON.stringify(content)}::jsonb, clock_timestamp())
    on conflict (server_id, part) do update
      set content = excluded.content, read_at = excluded.read_at, failing_since = null, error_code = null`;
}

/** Stores that a part could not be read, keeping what was read before and since when nothing was. */
export async function recordHardwareFailure(
  tx: Tx,
  failure: { readonly serverId: string; readonly part: HardwarePart; readonly errorCode: string },
): Promise<void> {
  await tx.$executeRaw`
    insert into hardware_reading as last (server_id, part, failing_since, error_code)
    values (${failure.serverId}::uuid, ${failure.part}, clock_timestamp(), ${failure.errorCode})
    on conflict (server_id, part) do update
      set failing_since = coalesce(last.failing_since, excluded.failing_since), error_code = excluded.error_code`;
}

/** One point of the last hours; the first one of each five minutes stays. `readings`: sensor id to value. */
export async function recordSensorHistory(
  tx: Tx,
  { serverId, readings }: { readonly serverId: string; readonly readings: Readonly<Record<string, number>> },
): Promise<void> {
  await tx.$executeRaw`
    insert into sensor_history as kept (server_id, slot, at, readings)
    values (${serverId}::uuid,
      (floor(extract(epoch from clock_timestamp()) / ${historySlotSeconds})::bigint % ${historySlots})::int,
      clock_timestamp(), ${JSON.stringify(readings)}::jsonb)
    on conflict (server_id, slot) do update set at = excluded.at, readings = excluded.readings
      where kept.at < excluded.at - make_interval(secs => ${historySlotSeconds})`;
}

/** An event with the hash that tells it from all others. */
export interface EventToKeep extends KeptEvent {
  readonly fingerprint: string;
}

/**
 * Adds what is new of a log, which is given oldest first, and forgets what is more than the limit. What was cleared on the
 * BMC stays here.
 */
export async function recordEvents(
  tx: Tx,
  serverId: string,
  log: { readonly events: readonly EventToKeep[]; readonly state: EventLogContent },
): Promise<{ readonly added: number }> {
  const rows = JSON.stringify(log.events.slice(-hardwareLimits.events));
  const added = await tx.$executeRaw`
    insert into hardware_event (server_id, fingerprint, at, clock, seconds_since_start, severity, sensor_type,
      sensor_name, description, asserted, reading, raw)
    select ${serverId}::uuid, fingerprint, at, clock, "secondsSinceStart", severity, "sensorType", "sensorName",
           description, asserted, nullif(reading, 'null'::jsonb), raw
      from rows from (jsonb_to_recordset(${rows}::jsonb) as (
        fingerprint text, at timestamptz, clock text, "secondsSinceStart" bigint, severity text, "sensorType" text,
        "sensorName" text, description text, asserted boolean, reading jsonb, raw text)) with ordinality
     order by ordinality
    on conflict do nothing`;
  await tx.$executeRaw`
    delete from hardware_event where server_id = ${serverId}::uuid and id <= (
      select id from hardware_event where server_id = ${serverId}::uuid
       order by id desc offset ${hardwareLimits.events} limit 1)`;
  await recordPart(tx, serverId, 'event-log', log.state);
  return { added };
}

/** The log was looked at and is as it was. */
export async function confirmEventLog(tx: Tx, serverId: string): Promise<void> {
  await tx.$executeRaw`
    update hardware_reading set read_at = clock_timestamp(), failing_since = null, error_code = null
     where server_id = ${serverId}::uuid and part = 'event-log' and content is not null`;
}
