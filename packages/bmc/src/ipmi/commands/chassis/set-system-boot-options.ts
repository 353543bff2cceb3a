import type { BootOverride } from '../../../capabilities.ts';
import { defineCommand, NetFn, noResponse } from '../command.ts';
import { bootFlagsParameter, deviceCodes, persistentBit, uefiBit, validBit } from './boot-flags.ts';

const validBitClearingParameter = 0x03;

/** Do not clear the valid bit because no power command came within 60 s. */
const keepWithoutPowerCommand = 0x08;

/** Set System Boot Options, IPMI 2.0 §28.12, parameter 5 of table 28-14. Device `none` clears the valid bit. */
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

/**
 * Set System Boot Options, parameter 3: keeps the boot flags until the next start. Without it a BMC forgets them after
 * 60 s; OpenBMC lacks it.
 */
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
