/** Sensor readings and the records that describe them: IPMI 2.0 §33 and §35. */
import type { AnalogSensor } from '../../server/hardware.ts';
import { privilegeCodes } from '../../server/user-table.ts';
import { done, netFns, refuse, type VirtualCommand } from '../command.ts';
import { completionCodes } from '../completion-codes.ts';
import { sensorRecords, supplySensor, thresholdMask } from '../sensor-records.ts';

const scanning = 0xc0;
/** More than fits a packet gets CAh, as from much firmware. */
const mostBytes = 64;
const present = 0x01;
const reservation = 0x0001;

export const getSensorReading: VirtualCommand = {
  netFn: netFns.sensor,
  command: 0x2d,
  privilege: privilegeCodes.user,
  minimumLength: 1,
  run({ server }, [number = 0]) {
    if (number === supplySensor) return done([0, scanning, present, 0x80]);
    const raw = server.hardware.read(number);
    const sensor = server.hardware.sensors.find((candidate) => candidate.number === number);
    if (raw === undefined || sensor === undefined) return refuse(completionCodes.notPresent);
    return done([raw, scanning, 0xc0 | crossed(sensor, raw)]);
  },
};

/** Bits: 1 lower critical, 3 upper non-critical, 4 upper critical. */
function crossed({ lowerCritical, upperNonCritical, upperCritical }: AnalogSensor, raw: number): number {
  return (
    (lowerCritical !== undefined && raw <= lowerCritical ? 0x02 : 0) |
    (upperNonCritical !== undefined && raw >= upperNonCritical ? 0x08 : 0) |
    (upperCritical !== undefined && raw >= upperCritical ? 0x10 : 0)
  );
}

export const getSensorThresholds: VirtualCommand = {
  netFn: netFns.sensor,
  command: 0x27,
  privilege: privilegeCodes.user,
  minimumLength: 1,
  run({ server }, [number = 0]) {
    const sensor = server.hardware.sensors.find((candidate) => candidate.number === number);
    if (sensor === undefined) return refuse(completionCodes.notPresent);
    const { lowerCritical = 0, upperNonCritical = 0, upperCritical = 0 } = sensor;
    return done([thresholdMask(sensor), 0, lowerCritical, 0, upperNonCritical, upperCritical, 0]);
  },
};

export const getSdrRepositoryInfo: VirtualCommand = {
  netFn: netFns.storage,
  command: 0x20,
  privilege: privilegeCodes.user,
  minimumLength: 0,
  run({ server }) {
    const info = Buffer.alloc(14);
    info[0] = 0x51;
    info.writeUInt16LE(sensorRecords(server.hardware.sensors).length, 1);
    info[13] = 0x02;
    return done(info);
  },
};

export const reserveSdrRepository: VirtualCommand = {
  netFn: netFns.storage,
  command: 0x22,
  privilege: privilegeCodes.user,
  minimumLength: 0,
  run: () => done([reservation & 0xff, reservation >> 8]),
};

export const getSdr: VirtualCommand = {
  netFn: netFns.storage,
  command: 0x23,
  privilege: privilegeCodes.user,
  minimumLength: 6,
  run({ server }, data) {
    const records = sensorRecords(server.hardware.sensors);
    const asked = data.readUInt16LE(2);
    const index = asked === 0 ? 0 : asked === 0xffff ? records.length - 1 : asked - 1;
    const record = records[index];
    const [, , , , offset = 0, count = 0] = data;
    if (record === undefined) return refuse(completionCodes.notPresent);
    if (offset !== 0 && data.readUInt16LE(0) !== reservation) return refuse(completionCodes.reservationLost);
    const wanted = count === 0xff ? record.length : count;
    if (wanted > mostBytes) return refuse(completionCodes.tooMany);
    const next = Buffer.alloc(2);
    next.writeUInt16LE(index + 1 < records.length ? index + 2 : 0xffff);
    return done(Buffer.concat([next, record.subarray(offset, offset + wanted)]));
  },
};
