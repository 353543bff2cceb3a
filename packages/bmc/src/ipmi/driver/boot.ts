/**
 * Boot override over System Boot Options, parameter 5.
 *
 * A device counts as pending only while the BMC says that the flags are valid: real firmware clears the
 * valid bit when the override is used and may leave the device standing. `ipmi_sim` never sets the bit. It
 * gives itself away when it returns the device that we have just written without it; from then on its device
 * is believed, for as long as the transport lives.
 */
import type { BootControl, BootOverride } from '../../capabilities.ts';
import { BmcError } from '../../errors.ts';
import { type BootFlags, getBootFlags } from '../commands/chassis/get-system-boot-options.ts';
import { keepBootFlags, setBootFlags } from '../commands/chassis/set-system-boot-options.ts';
import type { Session } from '../sessions/session.ts';

const nothingPending: BootOverride = { device: 'none', persistent: false, firmware: 'legacy' };

export function createBootControl(session: Session): BootControl {
  async function read(): Promise<BootOverride> {
    const flags = await session.execute(getBootFlags, undefined);
    return pending(flags, session.remote.dropsBootValidBit);
  }

  return {
    read,
    async write(override) {
      await keepUntilNextStart(session);
      await session.execute(setBootFlags, override);
      const flags = await session.execute(getBootFlags, undefined);
      const held = override.device !== 'none' && flags.override.device === override.device;
      if (held) session.remote.dropsBootValidBit = !flags.valid;
      return pending(flags, session.remote.dropsBootValidBit);
    },
  };
}

function pending(flags: BootFlags, dropsValidBit: boolean): BootOverride {
  const counts = (flags.valid || dropsValidBit) && flags.override.device !== 'none';
  return counts ? flags.override : nothingPending;
}

/** A comfort that OpenBMC and others lack; without it the override may be forgotten after a minute. */
async function keepUntilNextStart(session: Session): Promise<void> {
  try {
    await session.execute(keepBootFlags, undefined);
  } catch (error) {
    if (!(error instanceof BmcError) || error.completionCode === undefined) throw error;
  }
}
