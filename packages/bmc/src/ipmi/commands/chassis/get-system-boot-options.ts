import type { BootDevice, BootOverride } from '../../../capabilities.ts';
import type { ByteReader } from '../../framing/byte-reader.ts';
import { defineCommand, NetFn } from '../command.ts';
import { bootFlagsParameter, deviceCodes, persistentBit, uefiBit, validBit } from './boot-flags.ts';

/** Supermicro's code for "UEFI hard disk", seen in read-backs. */
const uefiDiskCode = 0x09;

export interface BootFlags {
  readonly valid: boolean;
  readonly override: BootOverride;
}

/** Get System Boot Options, IPMI 2.0 §28.13, parameter 5. */
export const getBootFlags = defineCommand<void, BootFlags>({
  name: 'Get System Boot Options (boot flags)',
  netFn: NetFn.chassis,
  code: 0x09,
  effect: 'read',
  encode(_request, writer) {
    writer.u8(bootFlagsParameter).u8(0).u8(0);
  },
  decode(reader) {
    reader.skip(2, 'parameter version and selector');
    return readFlags(reader);
  },
});

function readFlags(reader: ByteReader): BootFlags {
  const flags = reader.u8('boot flags');
  const device = deviceFor((reader.u8('boot device') >> 2) & 0x0f);
  return {
    valid: (flags & validBit) !== 0,
    override: {
      device,
      persistent: (flags & persistentBit) !== 0,
      firmware: (flags & uefiBit) !== 0 ? 'uefi' : 'legacy',
    },
  };
}

function deviceFor(code: number): BootDevice {
  if (code === uefiDiskCode) return 'disk';
  const entry = Object.entries(deviceCodes).find(([, candidate]) => candidate === code);
  return (entry?.[0] as BootDevice | undefined) ?? 'none';
}
