/** What sits around the machine: sensors that follow its power and the time, an event log that grows, serial numbers. */
import type { Clock } from '../../src/clock.ts';

/** One analog sensor: what a person reads is `raw × factor`. Sensor types and units as IPMI numbers them. */
export interface AnalogSensor {
  readonly number: number;
  readonly name: string;
  readonly sensorType: number;
  readonly unit: number;
  readonly entity: number;
  /** `m × 10^exponent`. */
  readonly m: number;
  readonly exponent: number;
  /** Raw values; absent where it has none. */
  readonly lowerCritical?: number;
  readonly upperNonCritical?: number;
  readonly upperCritical?: number;
  /** Raw values around which it moves. */
  readonly whenOff: number;
  readonly whenOn: number;
  readonly swing: number;
}

export interface LoggedEvent {
  readonly id: number;
  /** Seconds since 1970. */
  readonly seconds: number;
  readonly sensorType: number;
  readonly sensorNumber: number;
  readonly eventType: number;
  readonly data: readonly [number, number, number];
}

export interface Hardware {
  readonly sensors: readonly AnalogSensor[];
  /** Raw reading of now; `undefined` for a number that is no sensor. */
  read(number: number): number | undefined;
  /** Overrides what a sensor shows; `undefined` lets it move again. Crossing a threshold is logged. */
  force(number: number, raw: number | undefined): void;
  readonly events: readonly LoggedEvent[];
  /** Events were lost for want of room. */
  readonly overflow: boolean;
  addEvent(event: Omit<LoggedEvent, 'id' | 'seconds'>): number;
  clearEvents(): void;
  readonly lastAddition: number;
  readonly lastErase: number;
  /** Added to the host's clock, in seconds. */
  clockOffset: number;
  now(): number;
  readonly serialNumber: string;
}

const mostEvents = 512;
const temperature = { sensorType: 0x01, unit: 1, entity: 7 } as const;
const fan = {
  sensorType: 0x04,
  unit: 18,
  entity: 29,
  m: 100,
  exponent: 0,
  whenOff: 0,
  whenOn: 54,
  swing: 3,
} as const;

const sensors: readonly AnalogSensor[] = [
  {
    ...temperature,
    number: 1,
    name: 'inlet temp',
    m: 1,
    exponent: 0,
    whenOff: 22,
    whenOn: 24,
    swing: 2,
    upperNonCritical: 42,
    upperCritical: 47,
  },
  {
    ...temperature,
    number: 2,
    name: 'cpu temp',
    m: 1,
    exponent: 0,
    whenOff: 24,
    whenOn: 55,
    swing: 6,
    upperNonCritical: 85,
    upperCritical: 95,
  },
  { ...fan, number: 3, name: 'fan 1', lowerCritical: 9 },
  { ...fan, number: 4, name: 'fan 2', lowerCritical: 9 },
  {
    number: 5,
    name: '12v rail',
    sensorType: 0x02,
    unit: 4,
    entity: 10,
    m: 6,
    exponent: -2,
    whenOff: 0,
    whenOn: 201,
    swing: 1,
    lowerCritical: 183,
    upperCritical: 220,
  },
  {
    number: 6,
    name: 'power draw',
    sensorType: 0x0b,
    unit: 6,
    entity: 10,
    m: 4,
    exponent: 0,
    whenOff: 2,
    whenOn: 53,
    swing: 5,
  },
];

const thresholdEvent = 0x01;
const upperCriticalGoingHigh = 0x09;
const lowerCriticalGoingLow = 0x02;

export function createHardware(name: string, clock: Clock, isOn: () => boolean): Hardware {
  const forced = new Map<number, number>();
  const events: LoggedEvent[] = [];
  let nextId = 1;
  let lastAddition = 0;
  let lastErase = 0;
  let overflow = false;

  function read(number: number): number | undefined {
    const sensor = sensors.find((candidate) => candidate.number === number);
    if (sensor === undefined) return undefined;
    const held = forced.get(number);
    if (held !== undefined) return held;
    const middle = isOn() ? sensor.whenOn : sensor.whenOff;
    if (middle === 0) return 0;
    // Each swings with a period of its own, so that no two move together.
    const phase = clock.now() / (7_000 + number * 1_300);
    return Math.round(middle + sensor.swing * Math.sin(phase));
  }

  const hardware: Hardware = {
    sensors,
    read,
    force(number, raw) {
      const sensor = sensors.find((candidate) => candidate.number === number);
      if (sensor === undefined) return;
      const before = read(number) ?? 0;
      if (raw === undefined) forced.delete(number);
      else forced.set(number, raw);
      const after = read(number) ?? 0;
      const { upperCritical, lowerCritical, sensorType } = sensor;
      const log = (offset: number, threshold: number) =>
        hardware.addEvent({
          sensorType,
          sensorNumber: number,
          eventType: thresholdEvent,
          data: [0x50 | offset, after, threshold],
        });
      if (upperCritical !== undefined && before < upperCritical && after >= upperCritical)
        log(upperCriticalGoingHigh, upperCritical);
      if (lowerCritical !== undefined && before > lowerCritical && after <= lowerCritical)
        log(lowerCriticalGoingLow, lowerCritical);
    },
    get events() {
      return events;
    },
    get overflow() {
      return overflow;
    },
    addEvent(event) {
      lastAddition = hardware.now();
      if (events.length >= mostEvents) {
        overflow = true;
        return 0;
      }
      const id = nextId;
      nextId = (nextId % 0xfffe) + 1;
      events.push({ ...event, id, seconds: lastAddition });
      return id;
    },
    clearEvents() {
      events.length = 0;
      overflow = false;
      lastErase = hardware.now();
    },
    get lastAddition() {
      return lastAddition;
    },
    get lastErase() {
      return lastErase;
    },
    clockOffset: 0,
    now: () => Math.floor(Date.now() / 1_000) + hardware.clockOffset,
    serialNumber: `VS-${name.slice(0, 12)}`,
  };
  return hardware;
}
