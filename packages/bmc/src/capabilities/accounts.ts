import type { Secret } from '../secret.ts';

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

/** Users of a BMC, in one of the two ways that firmware keeps them. */
export type AccountAdmin = SlotAccounts | NamedAccounts;

/** Numbered slots: IPMI, and the Redfish services that let empty slots be written (iDRAC 8 and 9). One BMC write per call, each followed by nothing: reading back is the caller's business. */
export interface SlotAccounts {
  readonly model: 'slots';
  readTable(): Promise<AccountTable>;
  /** How many slots there are, the first being 1. */
  countSlots(): Promise<number>;
  readSlot(slot: number): Promise<AccountSlot>;
  /** The name alone: where a slot has to be told from another's at once. Empty: no name. */
  readName(slot: number): Promise<string>;
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
  /** Rejects where the BMC does not tell who is logged in. */
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
  /** False: the BMC does not tell who is logged in, and both numbers say nothing. */
  readonly told: boolean;
}

export interface NamedAccount {
  readonly name: string;
  readonly state: 'enabled' | 'disabled';
  readonly privilege: AccountPrivilege;
  /** Too many failed logins: the BMC refuses this account for a while. */
  readonly lockedOut: boolean;
}

export interface AccountToCreate {
  readonly name: string;
  readonly password: Secret;
  readonly privilege: 'user' | 'operator' | 'administrator';
}

/** Accounts that are created and removed under their names: most Redfish services. One BMC write per call. */
export interface NamedAccounts {
  readonly model: 'named';
  list(): Promise<readonly NamedAccount[]>;
  find(name: string): Promise<NamedAccount | undefined>;
  /** Enabled at once. A lost answer rejects with outcome `unknown`: look with `find`, never create blindly again. */
  create(account: AccountToCreate): Promise<void>;
  setPassword(name: string, password: Secret): Promise<void>;
  setPrivilege(name: string, privilege: 'user' | 'operator' | 'administrator'): Promise<void>;
  enable(name: string): Promise<void>;
  disable(name: string): Promise<void>;
  /** A name that is not there counts as removed. */
  remove(name: string): Promise<void>;
  listSessions(): Promise<readonly NamedSession[]>;
  endSessions(name: string): Promise<SessionsEnded>;
}

export interface NamedSession {
  readonly id: string;
  readonly username: string;
  readonly remoteAddress: string | undefined;
}
