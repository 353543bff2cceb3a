/**
 * What a BMC can be asked to do, as small interfaces. This file knows no protocol: the IPMI driver
 * implements it, and callers see nothing else. Every call may reject with a `BmcError`.
 */
import type { Duplex } from 'node:stream';
import type { Secret } from './secret.ts';

/** Where a BMC answers and how to log in. `cipherSuite` is what last worked there: it is never lowered. */
export interface BmcTarget {
  readonly host: string;
  /** UDP port, 623 by convention. */
  readonly port: number;
  readonly username: string;
  readonly password: Secret;
  /** Privilege asked for; administrator when absent. */
  readonly privilege?: 'user' | 'operator' | 'administrator';
  /** Remembered suite. 17: only 17 is tried. 3 or absent: 17 is tried first, then 3. */
  readonly cipherSuite?: CipherSuiteId | undefined;
}

export type CipherSuiteId = 3 | 17;

/** An open, authenticated connection to one BMC. Close it in a `finally`: BMCs have few session slots. */
export interface Bmc {
  readonly cipherSuite: CipherSuiteId;
  readonly power: PowerControl;
  readonly boot: BootControl;
  readonly accounts: AccountAdmin;
  readonly serial: SerialConsole;
  readonly sensors: SensorSource;
  readonly eventLog: EventLog;
  readonly inventory: Inventory;
  readonly control: BmcControl;
  identity(): Promise<BmcIdentity>;
  close(): Promise<void>;
}

export interface BmcIdentity {
  readonly manufacturerId: number;
  readonly productId: number;
  /** e.g. `9.8` */
  readonly firmware: string;
  readonly ipmiVersion: string;
}

export type PowerState = 'on' | 'off';
/** `soft-off` asks the operating system (ACPI); `reset` is a hard reset; `cycle` is off, pause, on. */
export type PowerOperation = 'on' | 'off' | 'cycle' | 'reset' | 'soft-off';

export interface PowerControl {
  state(): Promise<PowerState>;
  /** Sends the operation once. A lost reply rejects with outcome `unknown` and is never resent blindly. */
  apply(operation: PowerOperation): Promise<void>;
}

export type BootDevice = 'none' | 'disk' | 'pxe' | 'cd' | 'bios-setup';

export interface BootOverride {
  readonly device: BootDevice;
  readonly persistent: boolean;
  readonly firmware: 'legacy' | 'uefi';
}

export interface BootControl {
  /** What the BMC says it will do at the next start, `device: 'none'` when nothing is pending. */
  read(): Promise<BootOverride>;
  /** Writes and reads back; returns what the BMC holds afterwards, which may be less than was asked. */
  write(override: BootOverride): Promise<BootOverride>;
}

/** `none` is IPMI's NO ACCESS (Fh); `unset` is what an empty slot reports. */
export type AccountPrivilege = 'none' | 'callback' | 'user' | 'operator' | 'administrator' | 'oem' | 'unset';

export interface AccountSlot {
  readonly slot: number;
  /** Empty string when the slot has no name. */
  readonly name: string;
  readonly state: 'enabled' | 'disabled' | 'unknown';
  /** The highest privilege over all LAN channels. */
  readonly privilege: AccountPrivilege;
  /** Whether IPMI messaging is on for this user on any LAN channel. */
  readonly messaging: boolean;
  /** Names that the firmware fixes cannot be changed. */
  readonly fixedName: boolean;
}

export interface AccountTable {
  readonly maxSlots: number;
  readonly slots: readonly AccountSlot[];
}

export interface BmcSession {
  readonly handle: number;
  readonly slot: number;
  readonly privilege: AccountPrivilege;
  readonly remoteAddress: string | undefined;
}

/** One BMC write per call, each followed by nothing: reading back is the caller's business. */
export interface AccountAdmin {
  readTable(): Promise<AccountTable>;
  readSlot(slot: number): Promise<AccountSlot>;
  /** An empty name blanks the slot. */
  setName(slot: number, name: string): Promise<void>;
  /** At most 16 bytes unless the BMC is known to keep 20; longer is rejected with `misuse`, never cut. */
  setPassword(slot: number, password: Secret): Promise<void>;
  /** Sets privilege and messaging on every LAN channel; `none` also turns messaging off. */
  setPrivilege(slot: number, privilege: 'none' | 'user' | 'operator' | 'administrator'): Promise<void>;
  /** Serial-over-LAN payload access. Some BMCs do not have the command (C1h): `not-supported`. */
  setSerialAccess(slot: number, allowed: boolean): Promise<'done' | 'not-supported'>;
  enable(slot: number): Promise<void>;
  disable(slot: number): Promise<void>;
  listSessions(): Promise<readonly BmcSession[]>;
  /**
   * Ends live sessions of one user, serial sessions included, as far as the BMC allows it. `sessionIds`: the
   * BMC's ids of sessions that may be his, as a relay saw them; some BMCs end a session by nothing else.
   */
  endSessions(slot: number, sessionIds?: readonly number[]): Promise<SessionsEnded>;
}

export interface SessionsEnded {
  readonly ended: number;
  /** Sessions that the BMC refuses to end; they die by its own idle timeout. */
  readonly remaining: number;
}

export interface SerialConsole {
  /** Activates serial over LAN. Rejects with code `serial-busy` when somebody else holds it. */
  open(): Promise<Duplex>;
  /** Ends whoever holds the serial payload. */
  release(): Promise<void>;
}

/** Outcome of one login attempt. An unreachable BMC rejects instead: silence proves nothing. */
export type LoginCheck = 'accepted' | 'refused';

/** One sensor as the BMC's own records describe it. */
export interface Sensor {
  readonly name: string;
  /** e.g. `Temperature`, `Fan`, `Power Supply`. */
  readonly type: string;
  /** `event-only` sensors write events and cannot be read. */
  readonly kind: 'numeric' | 'discrete' | 'event-only';
  /** e.g. `degrees C`; `unspecified` for discrete sensors. */
  readonly unit: string;
  readonly entity: { readonly id: number; readonly instance: number; readonly name: string };
  /** Its address: sensor number and logical unit on a controller (20h is the BMC). */
  readonly number: number;
  readonly lun: number;
  readonly owner: number;
}

export type SensorHealth = 'ok' | 'non-critical' | 'critical' | 'non-recoverable';

/** In the sensor's unit; absent where the BMC gives none. */
export interface SensorThresholds {
  readonly lowerNonRecoverable?: number;
  readonly lowerCritical?: number;
  readonly lowerNonCritical?: number;
  readonly upperNonCritical?: number;
  readonly upperCritical?: number;
  readonly upperNonRecoverable?: number;
}

export type SensorReading =
  | { readonly sensor: Sensor; readonly status: 'unavailable' }
  | {
      readonly sensor: Sensor;
      readonly status: 'read';
      /** Absent on discrete sensors. */
      readonly value?: number;
      /** What the BMC compares with its thresholds; absent on discrete sensors. */
      readonly health?: SensorHealth;
      /** Words for each state of a discrete sensor that is set. */
      readonly states: readonly string[];
    };

export interface SensorSource {
  /** Read from the BMC once, and again when its repository or firmware has changed. */
  list(): Promise<readonly Sensor[]>;
  /** One reading for each sensor that is not event-only, in the order of `list`. */
  readAll(): Promise<readonly SensorReading[]>;
  /** `sensor` is one of `list`. */
  read(sensor: Sensor): Promise<SensorReading>;
  thresholds(sensor: Sensor): Promise<SensorThresholds>;
}

export type BmcEventTime =
  /** Seconds since 1970 by the BMC's clock, whose time zone nobody specifies. */
  | { readonly kind: 'bmc-clock'; readonly seconds: number }
  /** Seconds since the BMC started: its clock was not set. */
  | { readonly kind: 'since-start'; readonly seconds: number }
  | { readonly kind: 'unknown' };

export interface BmcEvent {
  /** Not stable: a cleared or compacted log gives it away again. */
  readonly recordId: number;
  readonly time: BmcEventTime;
  /** e.g. `Temperature`; `OEM` for records that only their maker can read. */
  readonly sensorType: string;
  /** Absent when no sensor of the BMC fits. */
  readonly sensorName?: string;
  readonly sensorNumber?: number;
  /** e.g. `Upper Critical going high`. */
  readonly description: string;
  readonly asserted: boolean;
  /** What crossed a threshold, where the event holds it. */
  readonly reading?:
    | { readonly value: number; readonly threshold: number; readonly unit: string }
    | undefined;
  /** The 16 bytes as hexadecimal digits. */
  readonly raw: string;
}

export interface EventLogInfo {
  readonly entries: number;
  readonly freeBytes: number;
  /** Seconds of the BMC's clock; FFFFFFFFh when unknown. */
  readonly lastAddition: number;
  readonly lastErase: number;
  /** Events were lost for want of room. */
  readonly overflow: boolean;
}

export interface EventLog {
  info(): Promise<EventLogInfo>;
  /** Every event, oldest first. */
  read(): Promise<readonly BmcEvent[]>;
  /** Erases the log for everybody, and resolves when the BMC says that it is empty. */
  clear(): Promise<void>;
  /** The BMC's clock, seconds since 1970. */
  time(): Promise<number>;
  setTime(seconds: number): Promise<void>;
}

export interface FruField {
  /** e.g. `serial number`; `extra` for what the maker added. */
  readonly name: string;
  readonly value: string;
}

export interface FruArea {
  /** Checksums are often wrong: such an area is kept and marked. */
  readonly checksumValid: boolean;
  readonly fields: readonly FruField[];
}

export interface FruInventory {
  readonly checksumValid: boolean;
  /** False when an area is cut off or points outside the image. */
  readonly complete: boolean;
  readonly chassis?: FruArea & { readonly type: string };
  readonly board?: FruArea & { readonly manufacturedAt?: Date };
  readonly product?: FruArea;
  /** Multirecords that were seen; they are not decoded. */
  readonly multirecords: number;
}

export interface FruDevice {
  readonly id: number;
  readonly name: string;
  /** Absent when the device does not answer: a slot that is empty, say. */
  readonly inventory?: FruInventory;
}

export interface Inventory {
  /** The BMC's own FRU and those that its records name. */
  read(): Promise<readonly FruDevice[]>;
}

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

/** How the BMC reaches the network, on the channel that we came in by. Absent: the BMC does not tell. */
export interface LanSettings {
  readonly address?: string;
  readonly netmask?: string;
  readonly gateway?: string;
  readonly mac?: string;
  readonly source?: 'static' | 'dhcp' | 'bios' | 'other';
  readonly vlan?: number | 'off';
}

export interface BmcControl {
  chassis(): Promise<ChassisDetails>;
  selfTest(): Promise<SelfTest>;
  /** The machine's GUID as 32 hexadecimal digits in wire order; vendors disagree on the order of fields. */
  systemGuid(): Promise<string>;
  /** Restarts the BMC itself; every session on it ends. The machine goes on. */
  reset(kind: 'cold' | 'warm'): Promise<void>;
  /** Seconds 0 to 255 (0 turns the light off), or on until turned off. */
  identify(light: number | 'until-off'): Promise<void>;
  powerOnMinutes(): Promise<number>;
  restartCause(): Promise<string>;
  setPowerRestorePolicy(policy: PowerRestorePolicy): Promise<void>;
  lanSettings(): Promise<LanSettings>;
  serialSettings(): Promise<SerialSettings>;
  setSerialEnabled(enabled: boolean): Promise<void>;
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
