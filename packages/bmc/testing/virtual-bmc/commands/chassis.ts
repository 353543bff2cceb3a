/** Power, identify light and boot options: IPMI 2.0 §28. */
import type { PowerOperation } from '../../server/power-supply.ts';
import { privilegeCodes } from '../../server/user-table.ts';
import { done, netFns, refuse, type VirtualCommand } from '../command.ts';
import { completionCodes } from '../completion-codes.ts';

const operations: readonly PowerOperation[] = [
  'off',
  'on',
  'cycle',
  'reset',
  'diagnostic-interrupt',
  'soft-off',
];
const IDENTIFY_SECONDS = 15;
const BOOT_FLAGS = 5;
const VALID = 0x80;
const PARAMETER_VERSION = 1;

export const getChassisCapabilities: VirtualCommand = {
  netFn: netFns.chassis,
  command: 0x00,
  privilege: privilegeCodes.user,
  minimumLength: 0,
  run: () => done([0x00, 0x20, 0x20, 0x20, 0x20]),
};

export const getChassisStatus: VirtualCommand = {
  netFn: netFns.chassis,
  command: 0x01,
  privilege: privilegeCodes.user,
  minimumLength: 0,
  run({ server }) {
    const restoresPrevious = 0x20;
    const identify = server.identifySeconds === 0 ? 0 : server.identifySeconds === Infinity ? 0x20 : 0x10;
    return done([restoresPrevious | (server.power.isOn ? 1 : 0), 0x10, 0x40 | identify]);
  },
};

export const chassisControl: VirtualCommand = {
  netFn: netFns.chassis,
  command: 0x02,
  privilege: privilegeCodes.operator,
  minimumLength: 1,
  run({ server }, [first = 0]) {
    const operation = operations[first & 0x0f];
    if (operation === undefined) return refuse(completionCodes.invalidField);
    if (!server.power.accepts(operation)) return refuse(completionCodes.wrongState);
    server.power.apply(operation);
    return done();
  },
};

export const chassisIdentify: VirtualCommand = {
  netFn: netFns.chassis,
  command: 0x04,
  privilege: privilegeCodes.operator,
  minimumLength: 0,
  run({ server }, [seconds = IDENTIFY_SECONDS, force = 0]) {
    server.identifySeconds = (force & 1) === 1 ? Infinity : seconds;
    return done();
  },
};

export const setSystemBootOptions: VirtualCommand = {
  netFn: netFns.chassis,
  command: 0x08,
  privilege: privilegeCodes.operator,
  minimumLength: 1,
  run({ server, habit }, data) {
    const parameter = (data[0] ?? 0) & 0x7f;
    const known = server.boot.read(parameter);
    if (known === undefined) return refuse(completionCodes.parameterNotSupported);
    const value = Buffer.from(data.subarray(1));
    if (parameter === BOOT_FLAGS) {
      if (value.length < 5) return refuse(completionCodes.requestLength);
      // Such a BMC starts from the device all the same, once, whatever else was asked for.
      if (!habit.keepsBootFlags) value[0] = VALID;
    }
    server.boot.write(parameter, value);
    return done();
  },
};

export const getSystemBootOptions: VirtualCommand = {
  netFn: netFns.chassis,
  command: 0x09,
  privilege: privilegeCodes.operator,
  minimumLength: 3,
  run({ server, habit }, [first = 0]) {
    const parameter = first & 0x7f;
    const known = server.boot.read(parameter);
    if (known === undefined) return refuse(completionCodes.parameterNotSupported);
    const value = Buffer.from(known);
    if (parameter === BOOT_FLAGS && !habit.keepsBootFlags) value[0] = 0;
    return done(Buffer.concat([Buffer.from([PARAMETER_VERSION, parameter]), value]));
  },
};
