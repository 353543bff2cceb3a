/** One word on how a machine does, and why. Pure; the facts are what was last read of its sensors and its event log. */
import type { KeptEvent } from './events.ts';
import { crossedLimit, type KeptSensor } from './sensors.ts';

export const healthWords = ['healthy', 'warning', 'critical', 'unknown'] as const;
export type HealthWord = (typeof healthWords)[number];

export interface Health {
  readonly word: HealthWord;
  /** A sentence without a full stop. */
  readonly reason: string;
}

export type RecentEvent = Pick<
  KeptEvent,
  'severity' | 'sensorName' | 'sensorType' | 'description' | 'asserted'
>;

export interface HealthFacts {
  /** `undefined`: never read. */
  readonly sensors: readonly KeptSensor[] | undefined;
  /** Sensors could not be read when it was last tried. */
  readonly failing: boolean;
  /** The server is off: fans stand still and rails carry nothing, and nothing is wrong with that. */
  readonly off: boolean;
  /** Of the last day, newest first. */
  readonly events: readonly RecentEvent[];
}

/**
 * The worst sensor decides; then what the log has told within a day and not taken back. A threshold event of a sensor that
 * reads well again is over.
 */
export function judgeHealth({ sensors: all, failing, off, events }: HealthFacts): Health {
  if (failing) return { word: 'unknown', reason: 'the sensors cannot be read' };
  if (all === undefined) return { word: 'unknown', reason: 'the sensors were not read yet' };
  const sensors = off ? all.filter((sensor) => !isLow(sensor)) : all;
  const critical = sensors.find(({ state }) => state === 'critical');
  if (critical !== undefined) return { word: 'critical', reason: sensorReason(critical) };
  const open = openEvents(events, sensors).filter(({ description }) => !off || !/^Lower /.test(description));
  const bad = open.find(({ severity }) => severity === 'critical');
  if (bad !== undefined) return { word: 'critical', reason: eventReason(bad) };
  const high = sensors.find(({ state }) => state === 'warning');
  if (high !== undefined) return { word: 'warning', reason: sensorReason(high) };
  const noted = open.find(({ severity }) => severity === 'warning');
  if (noted !== undefined) return { word: 'warning', reason: eventReason(noted) };
  const read = sensors.filter(({ state }) => state !== 'unavailable').length;
  if (read === 0) return { word: 'unknown', reason: 'no sensor gives a reading now' };
  return {
    word: 'healthy',
    reason: read === 1 ? 'its one sensor reads well' : `all ${read} sensors read well`,
  };
}

function isLow(sensor: KeptSensor): boolean {
  return crossedLimit(sensor)?.words.startsWith('below') === true;
}

/** Events that were told and not taken back since. */
function openEvents(events: readonly RecentEvent[], sensors: readonly KeptSensor[]): readonly RecentEvent[] {
  return events.filter((event, place) => {
    if (!event.asserted || event.severity === 'info') return false;
    const takenBack = events
      .slice(0, place)
      .some(
        (later) =>
          !later.asserted && later.sensorName === event.sensorName && later.description === event.description,
      );
    if (takenBack) return false;
    const sensor = sensors.find(({ name }) => name === event.sensorName);
    return !(sensor?.numeric === true && sensor.state === 'ok');
  });
}

function sensorReason(sensor: KeptSensor): string {
  if (sensor.value === null) return `${sensor.name}: ${sensor.words.join(', ')}`;
  const crossed = crossedLimit(sensor);
  return `${sensor.name} is ${crossed?.words ?? 'outside of its limits'}`;
}

function eventReason({ sensorName, sensorType, description }: RecentEvent): string {
  return `the event log tells of ${sensorName ?? sensorType}: ${description}`;
}
