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
