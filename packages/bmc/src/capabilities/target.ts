import type { Secret } from '../secret.ts';
import type { BmcProfile } from './profile.ts';

/** Where a BMC answers and how to log in. The protocol is chosen once per BMC and never changed between two writes. */
export type BmcTarget = IpmiTarget | RedfishTarget;

export type Protocol = 'ipmi' | 'redfish';

export interface LoginTarget {
  readonly host: string;
  readonly username: string;
  readonly password: Secret;
  /** What the on-boarding probe found on this BMC, as the caller stored it. Absent: nothing is taken for granted. */
  readonly profile?: BmcProfile | undefined;
}

/** `cipherSuite` is what last worked there: it is never lowered. */
export interface IpmiTarget extends LoginTarget {
  /** IPMI 2.0 (RMCP+) when absent. */
  readonly protocol?: 'ipmi';
  /** UDP port, 623 by convention. */
  readonly port: number;
  /** The BMC key K_g, 1 to 20 bytes, where one is set. Absent: the user's password alone makes the session key. */
  readonly bmcKey?: Secret | undefined;
  /** Privilege asked for; administrator when absent. */
  readonly privilege?: 'user' | 'operator' | 'administrator';
  /**
   * Remembered suite. 17: only 17 is tried. 3 or absent: 17 is tried first, then 3. 8 and 12 (HMAC-MD5) are tried
   * only where the caller names them, and alone.
   */
  readonly cipherSuite?: CipherSuiteId | undefined;
}

export type CipherSuiteId = 3 | 8 | 12 | 17;

/** Redfish over HTTPS. No other certificate than the pinned one is ever talked to. */
export interface RedfishTarget extends LoginTarget {
  readonly protocol: 'redfish';
  /** TCP port, 443 by convention. */
  readonly port: number;
  /** SHA-256 of the certificate (DER) that the BMC has to show: 64 hexadecimal digits, colons allowed. */
  readonly certificateSha256: string;
  /**
   * A login session when absent. `basic` sends name and password with each request: for services without sessions,
   * and nothing else, because nothing then ends when the connection does.
   */
  readonly login?: 'session' | 'basic';
}

/** Outcome of one login attempt. An unreachable BMC rejects instead: silence proves nothing. */
export type LoginCheck = 'accepted' | 'refused';
