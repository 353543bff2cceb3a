/** A BMC's event log in the form in which it is kept: harmless text, bounded, with a judgement of how bad each line is. */
import { createHash } from 'node:crypto';
import type { BmcEvent, BmcEventTime } from '@postern/bmc';
import type { EventToKeep } from '@postern/database';
import { hardwareLimits, plainText, severityOfWords } from '@postern/domain';

/** The newest events, oldest first as the log tells them. */
export function eventsOf(events: readonly BmcEvent[]): readonly EventToKeep[] {
  return events.slice(-hardwareLimits.events).map(eventOf);
}

function eventOf(event: BmcEvent): EventToKeep {
  const description = plainText(event.description, hardwareLimits.descriptionCharacters) || 'no description';
  return {
    fingerprint: fingerprintOf(event),
    ...timeOf(event.time),
    severity: event.asserted ? severityOfWords(description) : 'info',
    sensorType: text(event.sensorType) || 'Event',
    sensorName: event.sensorName === undefined ? null : text(event.sensorName) || null,
    description,
    asserted: event.asserted,
    reading: readingOf(event.reading),
    raw: event.raw === undefined ? null : event.raw.slice(0, 64),
  };
}

/**
 * The same event read twice, and no other: time, type, generator, sensor and data. The record id, the first two of the
 * sixteen bytes, is left out: a log that was cleared or compacted gives it away again.
 */
function fingerprintOf({ raw, time, sensorType, sensorName, description, asserted }: BmcEvent): string {
  const identity =
    raw === undefined
      ? JSON.stringify([time, sensorType, sensorName ?? null, description, asserted])
      : raw.slice(4);
  return createHash('sha256').update(identity).digest('base64url');
}

/** The last second that four bytes of an IPMI log can tell, in 2106: a date past it is nonsense. */
const lastSecond = 0xffff_fffe;

function timeOf(time: BmcEventTime): Pick<EventToKeep, 'at' | 'clock' | 'secondsSinceStart'> {
  const told = time.kind !== 'unknown' && time.seconds >= 0 && time.seconds <= lastSecond;
  if (!told) return { at: null, clock: 'unknown', secondsSinceStart: null };
  if (time.kind === 'since-start')
    return { at: null, clock: time.kind, secondsSinceStart: Math.floor(time.seconds) };
  return { at: new Date(time.seconds * 1_000), clock: time.kind, secondsSinceStart: null };
}

function readingOf(reading: BmcEvent['reading']): EventToKeep['reading'] {
  if (reading === undefined) return null;
  const { value, threshold, unit } = reading;
  return Number.isFinite(value) && Number.isFinite(threshold) ? { value, threshold, unit: text(unit) } : null;
}

function text(told: string): string {
  return plainText(told, hardwareLimits.textCharacters);
}
