/** A BMC is hostile: whatever it tells, what is kept is short, prints harmlessly and fits into its row. */
import type { BmcEvent, FruDevice, SensorReading } from '@postern/bmc';
import { hardwareLimits, inventoryContent, keptEvent, sensorsContent } from '@postern/domain';
import { expect, test } from 'vitest';
import { eventsOf } from './events-of.ts';
import { inventoryOf } from './inventory-of.ts';
import { historyOf, sensorsOf } from './sensors-of.ts';

const nasty = `\u001b[31m<script>alert(1)</script>\u202e\u0000\ud800${'長'.repeat(4_000)}`;
const mostRowBytes = 262_144;
const identity = { firmware: nasty, protocolVersion: '2.0' };

function reading(changes: Partial<SensorReading['sensor']> = {}, value = 21.5): SensorReading {
  const sensor = {
    id: '32.0.1',
    name: 'inlet',
    type: 'Temperature',
    kind: 'numeric',
    unit: 'degrees C',
  } as const;
  return { sensor: { ...sensor, ...changes }, status: 'read', value, health: 'ok', states: [] };
}

const clean = (kept: unknown) => {
  const text = JSON.stringify(kept);
  expect(Buffer.byteLength(text)).toBeLessThan(mostRowBytes);
  expect(text).not.toMatch(/\\u00|\\ud8|\u202e/);
};

test('a BMC with ten thousand sensors, each with an endless name, is cut to what a row takes', () => {
  const readings = Array.from({ length: 10_000 }, (_, number) =>
    reading({ id: `${number}${nasty}`, name: nasty, type: nasty, unit: nasty }),
  );
  const content = sensorsContent.parse(sensorsOf(readings, new Map()));
  clean(content);
  expect(content.more).toBe(true);
  expect(content.sensors.length).toBeGreaterThan(50);
  clean(historyOf(content));
  expect(Buffer.byteLength(JSON.stringify(historyOf(content)))).toBeLessThan(8_192);
});

test('values that are no numbers are none, and a sensor is kept once', () => {
  const { sensors } = sensorsOf(
    [reading({}, Number.NaN), reading({}, 5)],
    new Map([['32.0.1', { upperCritical: Number.NaN }]]),
  );
  expect(sensors).toMatchObject([{ value: null, thresholds: {} }]);
});

test('the states of a sensor become one word, the worst of them', () => {
  const { sensor: inlet } = reading({ kind: 'discrete', unit: 'unspecified' });
  const states = (...words: string[]) =>
    sensorsOf([{ sensor: inlet, status: 'read', states: words }], new Map()).sensors[0];
  expect(states('Presence detected')).toMatchObject({ state: 'ok', numeric: false, unit: null });
  expect(states('Presence detected', 'Power Supply AC lost')).toMatchObject({ state: 'critical' });
  expect(states('Predictive failure')).toMatchObject({ state: 'warning' });
  const { sensor } = reading();
  expect(sensorsOf([{ sensor, status: 'unavailable' }], new Map()).sensors[0]).toMatchObject({
    state: 'unavailable',
  });
});

test('an inventory without end is cut, damage is told, and areas with nothing in them are left out', () => {
  const fields = Array.from({ length: 500 }, () => ({ name: nasty, value: nasty }));
  const area = { checksumValid: true, fields };
  const devices: FruDevice[] = Array.from({ length: 500 }, (_, id) => ({
    id,
    name: nasty,
    inventory: {
      checksumValid: true,
      complete: id !== 0,
      board: area,
      product: { ...area, fields: [] },
      multirecords: 0,
    },
  }));
  const content = inventoryContent.parse(inventoryOf(devices, { protocol: 'ipmi', identity }));
  clean(content);
  expect(content.devices[0]).toMatchObject({ damaged: true, present: true, areas: [{ area: 'board' }] });
  expect(content.devices[1]).toMatchObject({ damaged: false });
  expect(inventoryOf([{ id: 3, name: 'riser' }], { protocol: 'ipmi', identity }).devices).toMatchObject([
    { present: false, areas: [] },
  ]);
});

const event: BmcEvent = {
  recordId: '1',
  time: { kind: 'bmc-clock', seconds: 1_700_000_000 },
  sensorType: 'Memory',
  description: 'Uncorrectable ECC',
  asserted: true,
  raw: '0100020065f165200004 0c0a6fa1ffff'.replace(' ', ''),
};

test('the newest events of an endless log are kept, in harmless words', () => {
  const { raw: _raw, ...overRedfish } = event;
  const events = Array.from(
    { length: 5_000 },
    (_, second): BmcEvent => ({
      ...overRedfish,
      time: { kind: 'since-start', seconds: second },
      description: nasty,
      sensorName: nasty,
    }),
  );
  const kept = eventsOf(events);
  expect(kept).toHaveLength(hardwareLimits.events);
  expect(kept.at(-1)).toMatchObject({ secondsSinceStart: 4_999, clock: 'since-start' });
  expect(kept.every((each) => keptEvent.safeParse(each).success)).toBe(true);
  clean(kept[0]);
  expect(kept[0]?.description.length).toBeLessThanOrEqual(hardwareLimits.descriptionCharacters);
});

test('an event is the same under another record id, and another with any other byte', () => {
  const prints = (raw: string) => eventsOf([{ ...event, raw }])[0]?.fingerprint;
  const own = prints(event.raw ?? '');
  expect(prints(`ffff${event.raw?.slice(4)}`)).toBe(own);
  expect(prints(`${event.raw?.slice(0, -2)}00`)).not.toBe(own);
  const overRedfish = (changes: Partial<BmcEvent>) => {
    const { raw: _raw, ...plain } = event;
    return eventsOf([{ ...plain, ...changes }])[0]?.fingerprint;
  };
  expect(overRedfish({ recordId: '7' })).toBe(overRedfish({}));
  expect(overRedfish({ description: 'Correctable ECC' })).not.toBe(overRedfish({}));
});

test('an event that is over is no alarm, and a date of no calendar is none', () => {
  expect(eventsOf([{ ...event, asserted: false }])[0]?.severity).toBe('info');
  expect(eventsOf([event])[0]).toMatchObject({ severity: 'critical', clock: 'bmc-clock' });
  for (const seconds of [Number.NaN, -5, 1e15])
    expect(eventsOf([{ ...event, time: { kind: 'bmc-clock', seconds } }])[0]).toMatchObject({
      at: null,
      clock: 'unknown',
    });
});
