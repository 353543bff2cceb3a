import type { IpmiControl } from '../../capabilities.ts';
import { getDeviceGuid, getSystemGuid } from '../commands/app/get-guid.ts';
import { getSelfTestResults } from '../commands/app/get-self-test-results.ts';
import { coldReset, warmReset } from '../commands/app/reset-bmc.ts';
import { chassisIdentify } from '../commands/chassis/chassis-identify.ts';
import { getChassisDetails } from '../commands/chassis/get-chassis-details.ts';
import { getPowerOnHours } from '../commands/chassis/get-power-on-hours.ts';
import { getRestartCause } from '../commands/chassis/get-restart-cause.ts';
import { setPowerRestorePolicy } from '../commands/chassis/power-restore-policy.ts';
import { rawCommand } from '../commands/raw.ts';
import { SolParameter, setSolConfiguration } from '../commands/transport/sol-configuration.ts';
import { CompletionCode, hasCompletionCode } from '../completion-code.ts';
import type { Session } from '../sessions/session.ts';
import { currentChannel, readLanSettings, readSerialSettings } from './channel-settings.ts';
import { readCipherSuites } from './cipher-suites.ts';

/** The BMC and its chassis beside power and boot. */
export function createIpmiControl(session: Session): IpmiControl {
  return {
    chassis: () => session.execute(getChassisDetails, undefined),
    async selfTest() {
      const { result, failures } = await session.execute(getSelfTestResults, undefined);
      return { result, failures };
    },
    async systemGuid() {
      const { bytes } = await readGuid(session);
      return bytes;
    },
    reset: (kind) => session.execute(kind === 'cold' ? coldReset : warmReset, undefined),
    identify: (light) => session.execute(chassisIdentify, { light }),
    async powerOnMinutes() {
      const { minutes } = await session.execute(getPowerOnHours, undefined);
      return minutes;
    },
    async restartCause() {
      const { cause } = await session.execute(getRestartCause, undefined);
      return cause;
    },
    setPowerRestorePolicy: (policy) => session.execute(setPowerRestorePolicy, { policy }),
    lanSettings: () => readLanSettings(session),
    serialSettings: () => readSerialSettings(session),
    setSerialEnabled: (enabled) =>
      session.execute(setSolConfiguration, {
        channel: currentChannel,
        parameter: SolParameter.enable,
        data: Buffer.of(enabled ? 1 : 0),
      }),
    cipherSuites: () => readCipherSuites(session),
    async raw(request) {
      return session.execute(rawCommand(request), undefined);
    },
  };
}

/** Not every BMC knows the machine's GUID; those that do not often give it as their own. */
async function readGuid(session: Session) {
  try {
    return await session.execute(getSystemGuid, undefined);
  } catch (error) {
    if (!hasCompletionCode(error, CompletionCode.invalidCommand)) throw error;
    return session.execute(getDeviceGuid, undefined);
  }
}
