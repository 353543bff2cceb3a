import type { KeptSensor } from '@postern/domain';

const units: Readonly<Record<string, string>> = {
  'degrees C': '°C',
  'degrees F': '°F',
  'degrees K': 'K',
  Volts: 'V',
  Amps: 'A',
  Watts: 'W',
  Joules: 'J',
  percent: '%',
};

/** A unit as people write it; one that is not known stays as the BMC has it. */
export function unitText(unit: string | null): string {
  if (unit === null) return '';
  return Object.hasOwn(units, unit) ? (units[unit] ?? unit) : unit;
}

/** A value with as many digits as it can mean: 5400, 52.5, 12.06. */
export function valueText(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 1_000 ? 0 : size >= 100 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
}

export function readingText(value: number, unit: string | null): string {
  return `${valueText(value)} ${unitText(unit)}`.trimEnd();
}

export type SensorTone = 'ok' | 'warn' | 'danger' | 'neutral';

const tones: Record<KeptSensor['state'], SensorTone> = {
  ok: 'ok',
  warning: 'warn',
  critical: 'danger',
  unavailable: 'neutral',
};

export function toneOfSensor({ state }: Pick<KeptSensor, 'state'>): SensorTone {
  return tones[state];
}

export const stateWords: Record<KeptSensor['state'], string> = {
  ok: 'ok',
  warning: 'warning',
  critical: 'critical',
  unavailable: 'no reading',
};

/** The limits in one line, lowest first: "critical below 11 · warning above 80 · critical above 90". */
export function limitsText({ thresholds, unit }: Pick<KeptSensor, 'thresholds' | 'unit'>): string {
  const limits: readonly [string, number | undefined][] = [
    ['non-recoverable below', thresholds.lowerNonRecoverable],
    ['critical below', thresholds.lowerCritical],
    ['warning below', thresholds.lowerNonCritical],
    ['warning above', thresholds.upperNonCritical],
    ['critical above', thresholds.upperCritical],
    ['non-recoverable above', thresholds.upperNonRecoverable],
  ];
  return limits
    .filter((limit): limit is [string, number] => limit[1] !== undefined)
    .map(([words, limit]) => `${words} ${readingText(limit, unit)}`)
    .join(' · ');
}

/** Kinds of sensors in the order in which people look for them; others follow by their name. */
const order = ['Temperature', 'Fan', 'Power', 'Current', 'Voltage', 'Power Supply', 'Memory', 'Processor'];

/** Sensors by kind, worst first within each. */
export function groupSensors<Sensor extends Pick<KeptSensor, 'type' | 'state' | 'name'>>(
  sensors: readonly Sensor[],
): readonly { readonly type: string; readonly sensors: readonly Sensor[] }[] {
  const groups = Map.groupBy(sensors, ({ type }) => type);
  const rank = (type: string) => (order.includes(type) ? order.indexOf(type) : order.length);
  return [...groups]
    .sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
    .map(([type, members]) => ({ type, sensors: members.toSorted((a, b) => weight(a) - weight(b)) }));
}

function weight({ state }: Pick<KeptSensor, 'state'>): number {
  return ['critical', 'warning', 'ok', 'unavailable'].indexOf(state);
}
