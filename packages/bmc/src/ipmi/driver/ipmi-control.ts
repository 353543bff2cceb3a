import type { IpmiControl } from '../../capabilities.ts';
import { coldReset } from '../commands/app/cold-reset.ts';
import { getDeviceGuid } from '../commands/app/get-device-guid.ts';
import { getSelfTestResults } from '../commands/app/get-self-test-results.ts';
import { getSystemGuid } from '../commands/app/get-system-guid.ts';
import { warmReset } from '../commands/app/warm-reset.ts';
import { chassisIdentify } from '../commands/chassis/chassis-identify.ts';
import { getChassisDetails } from '../commands/chassis/get-chassis-details.ts';
import { getPowerOnHours } from '../commands/chassis/get-power-on-hours.ts';
import { getRestartCause } from '../commands/chassis/get-restart-cause.ts';
import { setPowerRestorePolicy } from '../commands/chassis/set-power-restore-policy.ts';
import { rawCommand } from '../commands/raw.ts';
import { SolParameter } from '../commands/transport/get-sol-configuration.ts';
import { setSolConfiguration } from '../commands/transport/set-sol-configuration.ts';
import { CompletionCode, hasCompletionCode } from '../completion-code.ts';
import type { Session } from '../sessions/session.ts';
import { readLanChannels, readSerialAccess } from './channel-access.ts';
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
    serialAccess: (slot) => readSerialAccess(session, slot),
    lanChannels: () => readLanChannels(session),
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
