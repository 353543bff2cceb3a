import { expect, test } from 'vitest';
import { judgeHealth, type RecentEvent } from './health.ts';
import { crossedLimit, type KeptSensor } from './sensors.ts';

const inlet: KeptSensor = {
  id: '32.0.1',
  name: 'inlet temp',
  type: 'Temperature',
  unit: 'degrees C',
  entity: null,
  numeric: true,
  value: 24,
  state: 'ok',
  words: [],
  thresholds: { upperNonCritical: 38, upperCritical: 42 },
};
const tooHot: RecentEvent = {
  severity: 'critical',
  sensorName: 'inlet temp',
  sensorType: 'Temperature',
  description: 'Upper Critical going high',
  asserted: true,
};
const ecc: RecentEvent = {
  severity: 'critical',
  sensorName: null,
  sensorType: 'Memory',
  description: 'Uncorrectable ECC',
  asserted: true,
};
const judge = (sensors: readonly KeptSensor[], events: readonly RecentEvent[] = []) =>
  judgeHealth({ sensors, failing: false, off: false, events });

test('nobody is called healthy before anything was read, or when nothing can be read any more', () => {
  expect(judgeHealth({ sensors: undefined, failing: false, off: false, events: [] }).word).toBe('unknown');
  expect(judgeHealth({ sensors: [inlet], failing: true, off: false, events: [] }).word).toBe('unknown');
  expect(judge([{ ...inlet, value: null, state: 'unavailable' }]).word).toBe('unknown');
});

test('the worst sensor decides, and says which limit it crossed', () => {
  const warm = { ...inlet, name: 'outlet temp', value: 39, state: 'warning' } as const;
  const hot = { ...inlet, value: 45, state: 'critical' } as const;
  expect(judge([inlet, warm])).toEqual({
    word: 'warning',
    reason: 'outlet temp is above its upper warning limit',
  });
  expect(judge([warm, hot])).toEqual({
    word: 'critical',
    reason: 'inlet temp is above its upper critical limit',
  });
});

test('an event that nothing has taken back counts, with good sensors too', () => {
  expect(judge([inlet], [ecc])).toEqual({
    word: 'critical',
    reason: 'the event log tells of Memory: Uncorrectable ECC',
  });
  expect(judge([inlet], [{ ...ecc, asserted: false }, ecc]).word).toBe('healthy');
});

test('a threshold event is over when its sensor reads well again, or when the log says so', () => {
  expect(judge([inlet], [tooHot]).word).toBe('healthy');
  expect(judge([{ ...inlet, name: 'other' }], [tooHot]).word).toBe('critical');
  expect(judge([{ ...inlet, name: 'other' }], [{ ...tooHot, asserted: false }, tooHot]).word).toBe('healthy');
});

test('the worst limit that is crossed is named, and a limit that does not exist is none', () => {
  const { thresholds } = inlet;
  expect(crossedLimit({ value: 42, thresholds })).toEqual({
    words: 'above its upper critical limit',
    limit: 42,
  });
  expect(crossedLimit({ value: 37.9, thresholds })).toBeUndefined();
  expect(crossedLimit({ value: -400, thresholds })).toBeUndefined();
  expect(crossedLimit({ value: 0, thresholds: { lowerCritical: 5 } })?.words).toContain('lower critical');
});

test('a fan that stands still in a server that is off is no fault', () => {
  const fan = {
    ...inlet,
    name: 'fan 1',
    type: 'Fan',
    value: 0,
    state: 'critical',
    thresholds: { lowerCritical: 900 },
  } as const;
  const low = { ...tooHot, sensorName: 'fan 1', description: 'Lower Critical going low' };
  const facts = { sensors: [inlet, fan], failing: false, events: [low] };
  expect(judgeHealth({ ...facts, off: true }).word).toBe('healthy');
  expect(judgeHealth({ ...facts, off: false })).toMatchObject({ word: 'critical' });
});
