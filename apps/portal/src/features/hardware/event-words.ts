import type { Severity } from '@postern/domain';
import { durationText } from '@postern/ui';
import type { EventShape } from '../../server/shapes/hardware.ts';
import { readingText } from './sensor-words.ts';

export const severityWords: Record<Severity, string> = {
  info: 'info',
  warning: 'warning',
  critical: 'critical',
};

export const severityTones = { info: 'neutral', warning: 'warn', critical: 'danger' } as const;

export type SeverityFilter = 'all' | 'warning' | 'critical';

export function isSeverityFilter(text: string): text is SeverityFilter {
  return text === 'all' || text === 'warning' || text === 'critical';
}

/** The events that are at least that bad, and hold the searched text. */
export function filterEvents<
  Event extends Pick<EventShape, 'severity' | 'sensorName' | 'sensorType' | 'description'>,
>(
  events: readonly Event[],
  filter: { readonly severity: SeverityFilter; readonly search: string },
): readonly Event[] {
  const wanted = filter.search.trim().toLowerCase();
  return events.filter(({ severity, sensorName, sensorType, description }) => {
    if (filter.severity === 'critical' && severity !== 'critical') return false;
    if (filter.severity === 'warning' && severity === 'info') return false;
    return `${sensorName ?? ''} ${sensorType} ${description}`.toLowerCase().includes(wanted);
  });
}

/** What was read and which limit it crossed, where the event tells. */
export function crossingText({ reading }: Pick<EventShape, 'reading'>): string | null {
  if (reading === null) return null;
  return `${readingText(reading.value, reading.unit)}, limit ${readingText(reading.threshold, reading.unit)}`;
}

/** When it was, for a BMC whose clock was not set. */
export function startText(secondsSinceStart: number): string {
  return `${durationText(secondsSinceStart)} after the BMC started`;
}
