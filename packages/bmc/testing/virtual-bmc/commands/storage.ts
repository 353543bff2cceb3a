/** The event log and the FRU inventory: IPMI 2.0 §31 and §34. */
import type { LoggedEvent } from '../../server/hardware.ts';
import { privilegeCodes } from '../../server/user-table.ts';
import { done, netFns, refuse, type VirtualCommand } from '../command.ts';
import { completionCodes } from '../completion-codes.ts';
import { fruImage } from '../fru-image.ts';

const entryBytes = 16;
const bytesForLog = 512 * entryBytes;
const reservation = 0x0002;
const bmcGenerator = 0x20;
/** Some firmware answers no more than this at one time. */
const mostFruBytes = 32;

export const getSelInfo: VirtualCommand = {
  netFn: netFns.storage,
  command: 0x40,
  privilege: privilegeCodes.user,
  minimumLength: 0,
  run({ server: { hardware } }) {
    const info = Buffer.alloc(14);
    info[0] = 0x51;
    info.writeUInt16LE(hardware.events.length, 1);
    info.writeUInt16LE(bytesForLog - hardware.events.length * entryBytes, 3);
    info.writeUInt32LE(hardware.lastAddition, 5);
    info.writeUInt32LE(hardware.lastErase, 9);
    info[13] = (hardware.overflow ? 0x80 : 0) | 0x02;
    return done(info);
  },
};

export const reserveSel: VirtualCommand = {
  netFn: netFns.storage,
  command: 0x42,
  privilege: privilegeCodes.user,
  minimumLength: 0,
  run: () => done([reservation & 0xff, reservation >> 8]),
};

export const getSelEntry: VirtualCommand = {
  netFn: netFns.storage,
  command: 0x43,
  privilege: privilegeCodes.user,
  minimumLength: 6,
  run({ server: { hardware } }, data) {
    const asked = data.readUInt16LE(2);
    const { events } = hardware;
    const index =
      asked === 0 ? 0 : asked === 0xffff ? events.length - 1 : events.findIndex(({ id }) => id === asked);
    const event = events[index];
    if (event === undefined) return refuse(completionCodes.notPresent);
    const next = Buffer.alloc(2);
    next.writeUInt16LE(events[index + 1]?.id ?? 0xffff);
    return done(Buffer.concat([next, entryOf(event)]));
  },
};

function entryOf({ id, seconds, sensorType, sensorNumber, eventType, data }: LoggedEvent): Buffer {
  const entry = Buffer.alloc(entryBytes);
  entry.writeUInt16LE(id, 0);
  entry[2] = 0x02;
  entry.writeUInt32LE(seconds, 3);
  entry.set([bmcGenerator, 0, 0x04, sensorType, sensorNumber, eventType, ...data], 7);
  return entry;
}

export const addSelEntry: VirtualCommand = {
  netFn: netFns.storage,
  command: 0x44,
  privilege: privilegeCodes.operator,
  minimumLength: entryBytes,
  run({ server: { hardware } }, data) {
    const [sensorType = 0, sensorNumber = 0, eventType = 0, first = 0, second = 0, third = 0] =
      data.subarray(10);
    const id = hardware.addEvent({ sensorType, sensorNumber, eventType, data: [first, second, third] });
    return id === 0 ? refuse(completionCodes.outOfSpace) : done([id & 0xff, id >> 8]);
  },
};

export const clearSel: VirtualCommand = {
  netFn: netFns.storage,
  command: 0x47,
  privilege: privilegeCodes.operator,
  minimumLength: 6,
  run({ server: { hardware } }, data) {
    if (data.readUInt16LE(0) !== reservation) return refuse(completionCodes.reservationLost);
    if (data.toString('latin1', 2, 5) !== 'CLR') return refuse(completionCodes.invalidField);
    if (data[5] === 0xaa) hardware.clearEvents();
    return done([0x01]);
  },
};

export const getSelTime: VirtualCommand = {
  netFn: netFns.storage,
  command: 0x48,
  privilege: privilegeCodes.user,
  minimumLength: 0,
  run({ server: { hardware } }) {
    const time = Buffer.alloc(4);
    time.writeUInt32LE(hardware.now());
    return done(time);
  },
};

export const setSelTime: VirtualCommand = {
  netFn: netFns.storage,
  command: 0x49,
  privilege: privilegeCodes.operator,
  minimumLength: 4,
  run({ server: { hardware } }, data) {
    hardware.clockOffset += data.readUInt32LE(0) - hardware.now();
    return done();
  },
};

export const getFruAreaInfo: VirtualCommand = {
  netFn: netFns.storage,
  command: 0x10,
  privilege: privilegeCodes.user,
  minimumLength: 1,
  run({ server: { hardware } }, [id = 0]) {
    if (id !== 0) return refuse(completionCodes.notPresent);
    const { length } = fruImage(hardware.serialNumber);
    return done([length & 0xff, length >> 8, 0]);
  },
};

export const readFruData: VirtualCommand = {
  netFn: netFns.storage,
  command: 0x11,
  privilege: privilegeCodes.user,
  minimumLength: 4,
  run({ server: { hardware } }, data) {
    const [id = 0, , , count = 0] = data;
    const offset = data.readUInt16LE(1);
    if (id !== 0) return refuse(completionCodes.notPresent);
    if (count > mostFruBytes) return refuse(completionCodes.tooMany);
    const bytes = fruImage(hardware.serialNumber).subarray(offset, offset + count);
    return bytes.length === 0 ? refuse(completionCodes.outOfRange) : done([bytes.length, ...bytes]);
  },
};
