/** A BMC's sensors in the form in which they are kept: harmless text, bounded, the state in our words. */
import type { SensorHealth, SensorReading, SensorThresholds } from '@postern/bmc';
import {
  hardwareLimits,
  type KeptSensor,
  type KeptThresholds,
  plainText,
  type SensorState,
  type SensorsContent,
  severityOfWords,
  worst,
} from '@postern/domain';
import { keepWithin } from './keep-within.ts';

const mostBytes = 200_000;
const mostHistoryBytes = 8_000;

const stateOfHealth: Record<SensorHealth, SensorState> = {
  ok: 'ok',
  'non-critical': 'warning',
  critical: 'critical',
  'non-recoverable': 'critical',
};

export function sensorsOf(
  readings: readonly SensorReading[],
  thresholds: ReadonlyMap<string, SensorThresholds>,
): SensorsContent {
  const known = new Map<string, KeptSensor>();
  for (const reading of readings.slice(0, 2 * hardwareLimits.sensors)) {
    const sensor = sensorOf(reading, thresholds.get(reading.sensor.id));
    if (!known.has(sensor.id)) known.set(sensor.id, sensor);
  }
  const sensors = [...keepWithin([...known.values()].slice(0, hardwareLimits.sensors), mostBytes)];
  return { sensors, more: sensors.length < known.size || readings.length > 2 * hardwareLimits.sensors };
}

/** What the last hours remember of a reading: sensor id to value, of as many numeric sensors as there is room for. */
export function historyOf({ sensors }: SensorsContent): Readonly<Record<string, number>> {
  const values = sensors.flatMap(({ id, value }): [string, number][] =>
    value === null ? [] : [[id, Number(value.toPrecision(6))]],
  );
  return Object.fromEntries(keepWithin(values.slice(0, hardwareLimits.sensorsWithHistory), mostHistoryBytes));
}

function sensorOf(reading: SensorReading, asked: SensorThresholds | undefined): KeptSensor {
  const { id, name, type, unit, kind, entity } = reading.sensor;
  const read = reading.status === 'read' ? reading : undefined;
  const value = read?.value !== undefined && Number.isFinite(read.value) ? read.value : null;
  const words = (read?.states ?? []).slice(0, hardwareLimits.statesPerSensor).map(text);
  return {
    id: text(id),
    name: text(name) || text(id),
    type: text(type) || 'Other',
    unit: unit === 'unspecified' ? null : text(unit) || null,
    entity: entity === undefined ? null : text(`${entity.name} ${entity.instance}`),
    numeric: kind === 'numeric',
    value,
    state: stateOf(read, words),
    words,
    thresholds: finiteThresholds(reading.thresholds ?? asked ?? {}),
  };
}

function stateOf(
  read: Extract<SensorReading, { status: 'read' }> | undefined,
  words: readonly string[],
): SensorState {
  if (read === undefined) return 'unavailable';
  if (read.health !== undefined && read.health !== 'ok') return stateOfHealth[read.health];
  const severity = worst(words.map(severityOfWords));
  return severity === 'info' ? 'ok' : severity;
}

function finiteThresholds(thresholds: SensorThresholds): KeptThresholds {
  return Object.fromEntries(Object.entries(thresholds).filter(([, limit]) => Number.isFinite(limit)));
}

function text(told: string): string {
  return plainText(told, hardwareLimits.textCharacters);
}
