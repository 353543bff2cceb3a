import type {
  Sensor,
  SensorHealth,
  SensorReading,
  SensorSource,
  SensorThresholds,
} from '../../capabilities.ts';
import { BmcError } from '../../errors.ts';
import { getReadingFactors } from '../commands/sensor/get-reading-factors.ts';
import { getSensorReading, type RawSensorReading } from '../commands/sensor/get-sensor-reading.ts';
import { getSensorThresholds, thresholdOrder } from '../commands/sensor/get-sensor-thresholds.ts';
import { CompletionCode, hasCompletionCode } from '../completion-code.ts';
import { hasThresholds } from '../sdr/decode-record.ts';
import { entityName } from '../sdr/entities.ts';
import { isNonLinear, readingValue } from '../sdr/reading-formula.ts';
import { isSensorRecord, type SensorRecord } from '../sdr/sensor-record.ts';
import { sensorTypeName } from '../sdr/sensor-types.ts';
import { assertedStates } from '../sdr/state-words.ts';
import { readMany } from '../sessions/read-many.ts';
import type { Session } from '../sessions/session.ts';
import { readSensorRecords } from './sensor-records.ts';

const bmcAddress = 0x20;
/** What BMCs say for "not now": powered off, not plugged in, no reading yet. */
const notNow = [0x80, 0x82, 0x83, 0xc3, 0xc9, 0xcb, 0xcd, 0xce, 0xd3, 0xd5, 0xff] as const;

interface KnownSensor {
  readonly record: SensorRecord;
  readonly sensor: Sensor;
}

/** Sensors over the SDR repository and Get Sensor Reading. Those of other controllers are listed, not read. */
export function createSensorSource(session: Session): SensorSource {
  async function known(): Promise<readonly KnownSensor[]> {
    const records = await readSensorRecords(session);
    return records.filter(isSensorRecord).map((record) => ({ record, sensor: describe(record) }));
  }

  async function recordOf(sensor: Sensor): Promise<SensorRecord> {
    const found = (await known()).find((candidate) => candidate.sensor.id === sensor.id);
    if (found === undefined) throw unknownSensor();
    return found.record;
  }

  return {
    list: async () => (await known()).map(({ sensor }) => sensor),
    async readAll() {
      const readable = (await known()).filter(({ sensor }) => sensor.kind !== 'event-only');
      return readMany(session, readable, ({ record, sensor }) => readSensor(session, record, sensor));
    },
    read: async (sensor) => readSensor(session, await recordOf(sensor), sensor),
    thresholds: async (sensor) => readThresholds(session, await recordOf(sensor)),
  };
}

function describe(record: SensorRecord): Sensor {
  const { name, unit, entityId, entityInstance, number, lun, owner } = record;
  return {
    id: `${owner}.${lun}.${number}`,
    name,
    type: sensorTypeName(record.sensorType),
    kind: record.kind === 'event-only' ? 'event-only' : record.formula === undefined ? 'discrete' : 'numeric',
    unit,
    entity: { id: entityId, instance: entityInstance, name: entityName(entityId) },
    address: { number, lun, owner },
  };
}

async function readSensor(session: Session, record: SensorRecord, sensor: Sensor): Promise<SensorReading> {
  const reading =
    record.owner === bmcAddress ? await orNotNow(session.execute(getSensorReading, record)) : undefined;
  if (reading === undefined || reading.unavailable || !reading.scanning)
    return { sensor, status: 'unavailable' };
  const value = await convert(session, record, reading.raw);
  return {
    sensor,
    status: 'read',
    ...(value === undefined ? {} : { value }),
    ...stateOf(record, reading),
  };
}

function stateOf(record: SensorRecord, reading: RawSensorReading) {
  if (hasThresholds(record)) return { health: healthOf(reading.states), states: [] };
  return { states: assertedStates(record.eventType, record.sensorType, reading.states) };
}

/** Bits: 0 lower non-critical, 1 lower critical, 2 lower non-recoverable, 3 to 5 the same above. */
function healthOf(states: number): SensorHealth {
  if ((states & 0x24) !== 0) return 'non-recoverable';
  if ((states & 0x12) !== 0) return 'critical';
  return (states & 0x09) !== 0 ? 'non-critical' : 'ok';
}

async function convert(session: Session, record: SensorRecord, raw: number): Promise<number | undefined> {
  if (record.formula === undefined) return undefined;
  if (!isNonLinear(record.formula)) return readingValue(record.formula, raw);
  const { number, lun } = record;
  const factors = await orNotNow(session.execute(getReadingFactors, { number, lun, raw }));
  return factors === undefined ? undefined : readingValue({ ...record.formula, factors }, raw);
}

async function readThresholds(session: Session, record: SensorRecord): Promise<SensorThresholds> {
  if (!hasThresholds(record) || record.owner !== bmcAddress) return {};
  const raw = await orNone(session.execute(getSensorThresholds, record));
  const values: { -readonly [Name in keyof SensorThresholds]: number } = {};
  for (const name of thresholdOrder) {
    const held = raw?.[name];
    const value = held === undefined ? undefined : await convert(session, record, held);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** `ipmi_sim` says C1h for a sensor that has no thresholds set. */
async function orNone<T>(reply: Promise<T>): Promise<T | undefined> {
  try {
    return await orNotNow(reply);
  } catch (error) {
    if (hasCompletionCode(error, CompletionCode.invalidCommand)) return undefined;
    throw error;
  }
}

async function orNotNow<T>(reply: Promise<T>): Promise<T | undefined> {
  try {
    return await reply;
  } catch (error) {
    if (hasCompletionCode(error, ...notNow)) return undefined;
    throw error;
  }
}

function unknownSensor(): BmcError {
  return new BmcError('misuse', 'The BMC has no such sensor.', { outcome: 'not-applied', retry: 'never' });
}
