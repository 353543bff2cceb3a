import type { AccountPrivilege } from './accounts.ts';
import type { PowerState } from './power.ts';

export type PowerRestorePolicy = 'always-off' | 'previous' | 'always-on';

export interface ChassisDetails {
  readonly power: PowerState;
  readonly powerOverload: boolean;
  readonly powerInterlock: boolean;
  readonly mainPowerFault: boolean;
  readonly powerControlFault: boolean;
  /** Absent when the BMC does not know it. */
  readonly powerRestorePolicy: PowerRestorePolicy | undefined;
  readonly lastPowerEvent: readonly string[];
  readonly intrusion: boolean;
  readonly frontPanelLockout: boolean;
  readonly driveFault: boolean;
  readonly coolingFault: boolean;
}

export interface SelfTest {
  readonly result: 'passed' | 'not-implemented' | 'failed' | 'fatal' | 'device-specific';
  /** What failed, in words. */
  readonly failures: readonly string[];
}

/** Serial over LAN as it is set up on the channel that we came in by. Absent: the BMC does not tell. */
export interface SerialSettings {
  readonly enabled?: boolean;
  readonly forceEncryption?: boolean;
  readonly forceAuthentication?: boolean;
  readonly privilege?: AccountPrivilege;
  /** Bits per second, 0 for "as the machine's serial port is set". */
  readonly bitRate?: number;
  readonly port?: number;
}

/** One of the BMC's LAN channels, as it takes sessions at present. */
export interface LanChannel {
  readonly channel: number;
  /** A channel that is `disabled` takes no session. */
  readonly mode: 'disabled' | 'pre-boot-only' | 'always' | 'shared';
  readonly perMessageAuthentication: boolean;
  readonly userLevelAuthentication: boolean;
  /** Most that any user gets there; `unset` where the BMC sets no limit. */
  readonly privilegeLimit: AccountPrivilege;
}

/** How the BMC reaches the network, on the channel that we came in by. Absent: the BMC does not tell. */
export interface LanSettings {
  readonly address?: string;
  readonly netmask?: string;
  readonly gateway?: string;
  readonly mac?: string;
  readonly source?: 'static' | 'dhcp' | 'bios' | 'other';
  readonly vlan?: number | 'off';
}

/** What concerns the BMC itself and the case around the machine, over any protocol. */
export interface BmcControl {
  /** The machine's GUID as 32 hexadecimal digits in wire order; vendors disagree on the order of fields. */
  systemGuid(): Promise<string>;
  /** Restarts the BMC itself; every session on it ends. The machine goes on. */
  reset(kind: 'cold' | 'warm'): Promise<void>;
  /** Seconds 0 to 255 (0 turns the light off), or on until turned off. Without a timer in the BMC it stays on. */
  identify(light: number | 'until-off'): Promise<void>;
  setPowerRestorePolicy(policy: PowerRestorePolicy): Promise<void>;
}

export interface IpmiControl extends BmcControl {
  chassis(): Promise<ChassisDetails>;
  selfTest(): Promise<SelfTest>;
  powerOnMinutes(): Promise<number>;
  restartCause(): Promise<string>;
  lanSettings(): Promise<LanSettings>;
  serialSettings(): Promise<SerialSettings>;
  setSerialEnabled(enabled: boolean): Promise<void>;
  /** Whether a slot's user may use serial over LAN on any LAN channel; `unknown` where the BMC does not tell (C1h). */
  serialAccess(slot: number): Promise<'allowed' | 'denied' | 'unknown'>;
  lanChannels(): Promise<readonly LanChannel[]>;
  /** Cipher suite ids that the BMC says it has, which is more than some really accept. */
  cipherSuites(): Promise<readonly number[]>;
  /** A command of the caller's; resolves to the data after completion code 0. */
  raw(request: RawCommand): Promise<Buffer>;
}

/** Sent once; a lost answer rejects with outcome `unknown`. */
export interface RawCommand {
  /** Even, 0 to 62. */
  readonly netFn: number;
  readonly code: number;
  readonly lun?: number;
  readonly data: Uint8Array;
}
