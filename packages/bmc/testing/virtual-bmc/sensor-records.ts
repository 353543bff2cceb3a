/** Sensor data records as bytes, IPMI 2.0 §43. Written from the tables, apart from the client's decoder. */
import type { AnalogSensor } from '../server/hardware.ts';

const bmcAddress = 0x20;
const asciiType = 0xc0;

/** The BMC's own locator, then each sensor, then a power supply that says whether it is there. */
export function sensorRecords(sensors: readonly AnalogSensor[]): readonly Buffer[] {
  const bodies = [
    { type: 0x12, body: controllerBody() },
    ...sensors.map((sensor) => ({ type: 0x01, body: fullBody(sensor) })),
    { type: 0x02, body: supplyBody() },
  ];
  return bodies.map(({ type, body }, index) => {
    const head = Buffer.from([0, 0, 0x51, type, body.length]);
    head.writeUInt16LE(index + 1);
    return Buffer.concat([head, body]);
  });
}

/** Sensor number of the power supply, which has states and no value. */
export const supplySensor = 0x40;

function fullBody(sensor: AnalogSensor): Buffer {
  const { number, entity, sensorType, unit, m, exponent } = sensor;
  const { lowerCritical = 0, upperNonCritical = 0, upperCritical = 0 } = sensor;
  // Bytes 6 to 47 of the table; the index here is the table's byte less 6.
  const body = Buffer.alloc(42);
  body.set([bmcAddress, 0, number, entity, number, 0x7f, 0x68, sensorType, 0x01]);
  body[13] = thresholdMask(sensor);
  body.set([0, unit, 0, 0], 15);
  body.set([m & 0xff, (m >> 8) << 6, 0, 0, 0, (exponent & 0x0f) << 4], 19);
  body.set([0xff, 0], 29);
  body.set([0, upperCritical, upperNonCritical, 0, lowerCritical, 0], 31);
  return withName(body, sensor.name);
}

function supplyBody(): Buffer {
  // Bytes 6 to 31 of the table.
  const body = Buffer.alloc(26);
  body.set([bmcAddress, 0, supplySensor, 10, 1, 0x67, 0x40, 0x08, 0x6f]);
  body.set([0x01, 0x00], 18);
  return withName(body, 'psu 1');
}

function controllerBody(): Buffer {
  return withName(Buffer.from([bmcAddress, 0, 0, 0x9f, 0, 0, 0, 7, 1, 0]), 'virtual bmc');
}

export function thresholdMask({ lowerCritical, upperNonCritical, upperCritical }: AnalogSensor): number {
  return (
    (lowerCritical === undefined ? 0 : 0x02) |
    (upperNonCritical === undefined ? 0 : 0x08) |
    (upperCritical === undefined ? 0 : 0x10)
  );
}

function withName(body: Buffer, name: string): Buffer {
  return Buffer.concat([body, Buffer.from([asciiType | name.length]), Buffer.from(name, 'latin1')]);
}
