/** Who the BMC is: IPMI 2.0 §20. */
import { privilegeCodes } from '../../server/user-table.ts';
import { done, netFns, type VirtualCommand } from '../command.ts';

/** Firmware of a real BMC is away for half a minute and more; a test has no time for that. */
const COLD_RESET_MS = 2_000;

export const getDeviceId: VirtualCommand = {
  netFn: netFns.app,
  command: 0x01,
  privilege: privilegeCodes.user,
  minimumLength: 0,
  run({ habit }) {
    const [major, minor] = habit.firmware;
    const bytes = Buffer.alloc(15);
    bytes[0] = 0x20;
    bytes[1] = 0x01;
    bytes[2] = major;
    bytes[3] = (Math.floor(minor / 10) << 4) | (minor % 10);
    // IPMI 2.0, nibbles swapped; chassis device.
    bytes[4] = 0x02;
    bytes[5] = 0x80;
    bytes.writeUIntLE(habit.manufacturerId, 6, 3);
    bytes.writeUInt16LE(habit.productId, 9);
    return done(bytes);
  },
};

export const coldReset: VirtualCommand = {
  netFn: netFns.app,
  command: 0x02,
  privilege: privilegeCodes.administrator,
  minimumLength: 0,
  run: ({ reboot }) => ({ ...done(), afterwards: () => reboot(COLD_RESET_MS) }),
};

/** 55h 00h: all tests passed. */
export const getSelfTestResults: VirtualCommand = {
  netFn: netFns.app,
  command: 0x04,
  privilege: privilegeCodes.user,
  minimumLength: 0,
  run: () => done([0x55, 0x00]),
};

export const getDeviceGuid: VirtualCommand = {
  netFn: netFns.app,
  command: 0x08,
  privilege: privilegeCodes.user,
  minimumLength: 0,
  run: ({ guid }) => done(guid),
};

export const getSystemGuid: VirtualCommand = { ...getDeviceGuid, command: 0x37, beforeLogin: true };
