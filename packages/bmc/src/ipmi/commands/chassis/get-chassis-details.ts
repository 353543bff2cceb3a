import type { ChassisDetails, PowerRestorePolicy } from '../../../capabilities.ts';
import type { ByteReader } from '../../framing/byte-reader.ts';
import { defineCommand, NetFn, noRequest } from '../command.ts';

const policies: readonly (PowerRestorePolicy | undefined)[] = ['always-off', 'previous', 'always-on'];
const lastEvents = ['AC failed', 'overload', 'interlock', 'fault', 'command'] as const;

/** Get Chassis Status, IPMI 2.0 §28.2, every field; the power poll reads the first bit alone. */
export const getChassisDetails = defineCommand<void, ChassisDetails>({
  name: 'Get Chassis Status',
  netFn: NetFn.chassis,
  code: 0x01,
  effect: 'read',
  encode: noRequest,
  decode: readDetails,
});

function readDetails(reader: ByteReader): ChassisDetails {
  const power = reader.u8('power state');
  const event = reader.u8('last power event');
  const misc = reader.u8('miscellaneous chassis state');
  return {
    power: bit(power, 0) ? 'on' : 'off',
    powerOverload: bit(power, 1),
    powerInterlock: bit(power, 2),
    mainPowerFault: bit(power, 3),
    powerControlFault: bit(power, 4),
    powerRestorePolicy: policies[(power >> 5) & 0x03],
    lastPowerEvent: lastEvents.filter((_, index) => bit(event, index)),
    intrusion: bit(misc, 0),
    frontPanelLockout: bit(misc, 1),
    driveFault: bit(misc, 2),
    coolingFault: bit(misc, 3),
  };
}

function bit(byte: number, index: number): boolean {
  return (byte & (1 << index)) !== 0;
}
