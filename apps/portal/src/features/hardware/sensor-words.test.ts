import { expect, test } from 'vitest';
import { groupSensors, limitsText, readingText } from './sensor-words.ts';

test('a value has the digits that it can mean, and its unit as people write it', () => {
  expect(readingText(5400, 'RPM')).toBe('5400 RPM');
  expect(readingText(52.5, 'degrees C')).toBe('52.5 °C');
  expect(readingText(12.059999, 'Volts')).toBe('12.06 V');
  expect(readingText(-0.001, 'Amps')).toBe('0 A');
  expect(readingText(212.345, 'Watts')).toBe('212.3 W');
  expect(readingText(3, 'constructor')).toBe('3 constructor');
  expect(readingText(7, null)).toBe('7');
});

test('limits are told lowest first, and those that do not exist are not', () => {
  const thresholds = { upperCritical: 90, lowerCritical: 5, upperNonCritical: 80 };
  expect(limitsText({ thresholds, unit: 'degrees C' })).toBe(
    'critical below 5 °C · warning above 80 °C · critical above 90 °C',
  );
  expect(limitsText({ thresholds: {}, unit: null })).toBe('');
});

test('kinds come in the order of interest, and in each the worst comes first', () => {
  const sensor = (type: string, name: string, state: 'ok' | 'critical' | 'unavailable' = 'ok') => ({
    type,
    name,
    state,
  });
  const groups = groupSensors([
    sensor('Zebra', 'z'),
    sensor('Fan', 'fan 1', 'unavailable'),
    sensor('Fan', 'fan 2'),
    sensor('Fan', 'fan 3', 'critical'),
    sensor('Temperature', 't'),
  ]);
  expect(groups.map(({ type }) => type)).toEqual(['Temperature', 'Fan', 'Zebra']);
  expect(groups[1]?.sensors.map(({ name }) => name)).toEqual(['fan 3', 'fan 2', 'fan 1']);
});
