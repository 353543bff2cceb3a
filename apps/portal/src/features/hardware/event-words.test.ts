import { expect, test } from 'vitest';
import { crossingText, filterEvents, startText } from './event-words.ts';

const event = (
  severity: 'info' | 'warning' | 'critical',
  description: string,
  sensorName: string | null = null,
) => ({
  severity,
  description,
  sensorName,
  sensorType: 'Memory',
});
const log = [
  event('critical', 'Uncorrectable ECC', 'DIMM A1'),
  event('warning', 'Correctable ECC', 'DIMM B2'),
  event('info', 'Presence Detected'),
];
const found = (severity: 'all' | 'warning' | 'critical', search = '') =>
  filterEvents(log, { severity, search }).map(({ description }) => description);

test('a filter keeps what is at least that bad, and what holds the words', () => {
  expect(found('all')).toHaveLength(3);
  expect(found('warning')).toEqual(['Uncorrectable ECC', 'Correctable ECC']);
  expect(found('critical')).toEqual(['Uncorrectable ECC']);
  expect(found('all', ' dimm b')).toEqual(['Correctable ECC']);
  expect(found('critical', 'presence')).toEqual([]);
});

test('a crossed limit is told with its unit, and a time without a calendar with what it counts from', () => {
  expect(crossingText({ reading: { value: 97, threshold: 95, unit: 'degrees C' } })).toBe(
    '97 °C, limit 95 °C',
  );
  expect(crossingText({ reading: null })).toBeNull();
  expect(startText(134)).toBe('2 min after the BMC started');
});
