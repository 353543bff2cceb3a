import type { BootDevice } from '../../../capabilities.ts';

/** Boot flags as Set and Get System Boot Options carry them, IPMI 2.0 table 28-14, parameter 5. */
export const bootFlagsParameter = 0x05;

export const validBit = 0x80;

export const persistentBit = 0x40;

export const uefiBit = 0x20;

export const deviceCodes = {
  none: 0x00,
  pxe: 0x01,
  disk: 0x02,
  cd: 0x05,
  'bios-setup': 0x06,
} as const satisfies Record<BootDevice, number>;
