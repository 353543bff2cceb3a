/** Set and Get System Boot Options, IPMI 2.0 §28.12 and §28.13, parameters of table 28-14. */
import type { BootDevice, BootOverride } from '../../../capabilities.ts';
import type { ByteReader } from '../../framing/byte-reader.ts';
import { defineCommand, NetFn, noResponse } from '../command.ts';

const bootFlagsParameter = 0x05;
const validBitClearingParameter = 0x03;
/** Do not clear the valid bit because no power command came within 60 s. */
const keepWithoutPowerCommand = 0x08;

const validBit = 0x80;
const persistentBit = 0x40;
const uefiBit = 0x20;

const deviceCodes = {
  none: 0x00,
  pxe: 0x01,
  disk: 0x02,
  cd: 0x05,
  'bios-setup': 0x06,
} as const satisfies Record<BootDevice, number>;

/** Supermicro's code for "UEFI hard disk", seen in read-backs. */
const uefiDiskCode = 0x09;

export interface BootFlags {
  readonly valid: boolean;
  readonly override: BootOverride;
}

export const setBootFlags = defineCommand<BootOverride, void>({
  name: 'Set System Boot Options (boot flags)',
  netFn: NetFn.chassis,
  code: 0x08,
  effect: 'write',
  repeatable: true,
  encode(override, writer) {
    const flags =
      validBit | (override.persistent ? persistentBit : 0) | (override.firmware === 'uefi' ? uefiBit : 0);
    writer
      .u8(bootFlagsParameter)
      .u8(override.device === 'none' ? 0 : flags)
      .u8(deviceCodes[override.device] << 2)
      .zeros(3);
  },
  decode: noResponse,
});

/** Keeps the boot flags until the next start. Without it a BMC forgets them after 60 s; OpenBMC lacks it. */
export const keepBootFlags = defineCommand<void, void>({
  name: 'Set System Boot Options (valid bit clearing)',
  netFn: NetFn.chassis,
  code: 0x08,
  effect: 'write',
  repeatable: true,
  encode(_request, writer) {
    writer.u8(validBitClearingParameter).u8(keepWithoutPowerCommand);
  },
  decode: noResponse,
});

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
