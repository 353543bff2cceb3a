import type {
  Sensor,
  SensorHealth,
  SensorReading,
  SensorSource,
  SensorThresholds,
} from '../../capabilities.ts';
import { BmcError } from '../../errors.ts';
import { type Json, linkAt, numberAt, objectAt, objectsAt, textAt } from '../http/json.ts';
import { pathOf } from '../http/redfish-client.ts';
import type { RedfishService } from './service.ts';

interface Found {
  readonly reading: SensorReading;
  readonly thresholds: SensorThresholds;
}

/** The older pages: list, field of the value, kind of sensor, unit. */
const pages = [
  { link: 'Thermal', list: 'Temperatures', field: 'ReadingCelsius', type: 'Temperature', unit: 'degrees C' },
  { link: 'Thermal', list: 'Fans', field: 'Reading', type: 'Fan', unit: 'RPM' },
  { link: 'Power', list: 'Voltages', field: 'ReadingVolts', type: 'Voltage', unit: 'Volts' },
  { link: 'Power', list: 'PowerControl', field: 'PowerConsumedWatts', type: 'Power', unit: 'Watts' },
] as const;

const units: Readonly<Record<string, string>> = {
  Cel: 'degrees C',
  RPM: 'RPM',
  W: 'Watts',
  V: 'Volts',
  A: 'Amps',
  Percent: 'percent',
  '%': 'percent',
};

/** Thermal and Power where the chassis has them: two requests. Else its Sensors, one request each. */
export function createRedfishSensors(service: RedfishService): SensorSource {
  async function all(): Promise<readonly Found[]> {
    const path = await service.chassis();
    if (path === undefined) return [];
    const { body } = await service.client.get(path);
    const older = await readPages(service, body);
    return older.length > 0 ? older : readSensors(service, linkAt(body, 'Sensors'));
  }

  async function one(sensor: Sensor): Promise<Found> {
    const found = (await all()).find(({ reading }) => reading.sensor.id === sensor.id);
    if (found !== undefined) return found;
    throw new BmcError('misuse', 'The BMC has no such sensor.', { outcome: 'not-applied', retry: 'never' });
  }

  return {
    list: async () => (await all()).map(({ reading }) => reading.sensor),
    readAll: async () => (await all()).map(({ reading, thresholds }) => ({ ...reading, thresholds })),
    read: async (sensor) => (await one(sensor)).reading,
    thresholds: async (sensor) => (await one(sensor)).thresholds,
  };
}

async function readPages({ client }: RedfishService, chassis: Json): Promise<readonly Found[]> {
  const read = new Map<string, Json>();
  const found: Found[] = [];
  for (const { link, list, field, type, unit } of pages) {
    const path = linkAt(chassis, link);
    if (path === undefined) continue;
    const body = read.get(link) ?? (await client.get(pathOf(path))).body;
    read.set(link, body);
    objectsAt(body, list).forEach((entry, index) => {
      const name = textAt(entry, 'Name') ?? textAt(entry, 'FanName') ?? `${type} ${index + 1}`;
      const said = textAt(entry, 'ReadingUnits');
      const sensor = {
        id: `${list}/${index}`,
        name,
        type,
        kind: 'numeric' as const,
        unit: said === undefined ? unit : (units[said] ?? said),
      };
      const value = numberAt(entry, field);
      found.push({ reading: readingOf(sensor, value, entry), thresholds: olderThresholds(entry) });
    });
  }
  return found;
}

async function readSensors({ client }: RedfishService, link: string | undefined): Promise<readonly Found[]> {
  if (link === undefined) return [];
  const found: Found[] = [];
  for (const path of await client.members(pathOf(link))) {
    const { body } = await client.get(path);
    const unit = textAt(body, 'ReadingUnits') ?? 'unspecified';
    const sensor = {
      id: textAt(body, 'Id') ?? path,
      name: textAt(body, 'Name') ?? path,
      type: textAt(body, 'ReadingType') ?? 'unspecified',
      kind: 'numeric' as const,
      unit: units[unit] ?? unit,
    };
    found.push({
      reading: readingOf(sensor, numberAt(body, 'Reading'), body),
      thresholds: newerThresholds(objectAt(body, 'Thresholds')),
    });
  }
  return found;
}

function readingOf(sensor: Sensor, value: number | undefined, body: Json): SensorReading {
  const status = objectAt(body, 'Status');
  const enabled = (textAt(status, 'State') ?? 'Enabled') === 'Enabled';
  if (value === undefined || !enabled) return { sensor, status: 'unavailable' };
  return { sensor, status: 'read', value, health: healthOf(textAt(status, 'Health')), states: [] };
}

function healthOf(health: string | undefined): SensorHealth {
  if (health === 'Critical') return 'critical';
  return health === 'Warning' ? 'non-critical' : 'ok';
}

const thresholdFields = {
  lowerNonRecoverable: ['LowerThresholdFatal', 'LowerFatal'],
  lowerCritical: ['LowerThresholdCritical', 'LowerCritical'],
  lowerNonCritical: ['LowerThresholdNonCritical', 'LowerCaution'],
  upperNonCritical: ['UpperThresholdNonCritical', 'UpperCaution'],
  upperCritical: ['UpperThresholdCritical', 'UpperCritical'],
  upperNonRecoverable: ['UpperThresholdFatal', 'UpperFatal'],
} as const satisfies Record<keyof SensorThresholds, readonly [older: string, newer: string]>;

type Threshold = keyof typeof thresholdFields;

function collect(read: (older: string, newer: string) => number | undefined): SensorThresholds {
  const values: { -readonly [Name in Threshold]?: number } = {};
  for (const name of Object.keys(thresholdFields) as Threshold[]) {
    const [older, newer] = thresholdFields[name];
    const value = read(older, newer);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

function olderThresholds(entry: Json): SensorThresholds {
  return collect((older) => numberAt(entry, older));
}

function newerThresholds(thresholds: Json | undefined): SensorThresholds {
  return collect((_, newer) => numberAt(objectAt(thresholds, newer), 'Reading'));
}
