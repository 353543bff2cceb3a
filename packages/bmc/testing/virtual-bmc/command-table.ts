import type { VirtualCommand } from './command.ts';
import {
  getChannelAccess,
  getChannelAuthenticationCapabilities,
  getChannelCipherSuites,
  getChannelInfo,
} from './commands/channels.ts';
import {
  chassisControl,
  chassisIdentify,
  getChassisCapabilities,
  getChassisStatus,
  getSystemBootOptions,
  setSystemBootOptions,
} from './commands/chassis.ts';
import {
  coldReset,
  getDeviceGuid,
  getDeviceId,
  getSelfTestResults,
  getSystemGuid,
} from './commands/identity.ts';
import {
  activatePayload,
  deactivatePayload,
  getChannelPayloadSupport,
  getChannelPayloadVersion,
  getPayloadActivationStatus,
  getPayloadInstanceInfo,
  getUserPayloadAccess,
  setUserPayloadAccess,
} from './commands/payloads.ts';
import {
  getSdr,
  getSdrRepositoryInfo,
  getSensorReading,
  getSensorThresholds,
  reserveSdrRepository,
} from './commands/sensors.ts';
import { closeSession, getSessionInfo, setSessionPrivilegeLevel } from './commands/sessions.ts';
import {
  addSelEntry,
  clearSel,
  getFruAreaInfo,
  getSelEntry,
  getSelInfo,
  getSelTime,
  readFruData,
  reserveSel,
  setSelTime,
} from './commands/storage.ts';
import {
  getLanConfiguration,
  getSolConfiguration,
  setLanConfiguration,
  setSolConfiguration,
} from './commands/transport.ts';
import { getUserAccess, getUserName, setUserAccess, setUserName, setUserPassword } from './commands/users.ts';

/** Every command that the virtual BMC knows. The names are those of faults and effects. */
export const commandTable = {
  'get-device-id': getDeviceId,
  'cold-reset': coldReset,
  'get-self-test-results': getSelfTestResults,
  'get-device-guid': getDeviceGuid,
  'get-system-guid': getSystemGuid,
  'get-channel-authentication-capabilities': getChannelAuthenticationCapabilities,
  'get-channel-cipher-suites': getChannelCipherSuites,
  'get-channel-access': getChannelAccess,
  'get-channel-info': getChannelInfo,
  'set-session-privilege-level': setSessionPrivilegeLevel,
  'close-session': closeSession,
  'get-session-info': getSessionInfo,
  'set-user-access': setUserAccess,
  'get-user-access': getUserAccess,
  'set-user-name': setUserName,
  'get-user-name': getUserName,
  'set-user-password': setUserPassword,
  'activate-payload': activatePayload,
  'deactivate-payload': deactivatePayload,
  'get-payload-activation-status': getPayloadActivationStatus,
  'get-payload-instance-info': getPayloadInstanceInfo,
  'set-user-payload-access': setUserPayloadAccess,
  'get-user-payload-access': getUserPayloadAccess,
  'get-channel-payload-support': getChannelPayloadSupport,
  'get-channel-payload-version': getChannelPayloadVersion,
  'get-chassis-capabilities': getChassisCapabilities,
  'get-chassis-status': getChassisStatus,
  'chassis-control': chassisControl,
  'chassis-identify': chassisIdentify,
  'set-system-boot-options': setSystemBootOptions,
  'get-system-boot-options': getSystemBootOptions,
  'set-lan-configuration': setLanConfiguration,
  'get-lan-configuration': getLanConfiguration,
  'set-sol-configuration': setSolConfiguration,
  'get-sol-configuration': getSolConfiguration,
  'get-sensor-reading': getSensorReading,
  'get-sensor-thresholds': getSensorThresholds,
  'get-sdr-repository-info': getSdrRepositoryInfo,
  'reserve-sdr-repository': reserveSdrRepository,
  'get-sdr': getSdr,
  'get-sel-info': getSelInfo,
  'reserve-sel': reserveSel,
  'get-sel-entry': getSelEntry,
  'add-sel-entry': addSelEntry,
  'clear-sel': clearSel,
  'get-sel-time': getSelTime,
  'set-sel-time': setSelTime,
  'get-fru-area-info': getFruAreaInfo,
  'read-fru-data': readFruData,
} as const satisfies Record<string, VirtualCommand>;

export type CommandName = keyof typeof commandTable;

const byCode = new Map<number, CommandName>(
  Object.entries(commandTable).map(([name, { netFn, command }]) => [
    keyOf(netFn, command),
    name as CommandName,
  ]),
);

export function commandName(netFn: number, command: number): CommandName | undefined {
  return byCode.get(keyOf(netFn, command));
}

function keyOf(netFn: number, command: number): number {
  return (netFn << 8) | command;
}
