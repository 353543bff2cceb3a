/** What went wrong, in a form that rows may store and people may read: no bytes, no secrets, no stack. */
import { BmcError, type BmcErrorCode, type Outcome } from '@postern/bmc';
import { LeaseLostError } from '@postern/database';
import { SealError } from '@postern/domain';

export interface Failure {
  /** Stable, for filters and metrics. */
  readonly code: string;
  /** A sentence that says what to do. */
  readonly message: string;
  readonly outcome: Outcome;
}

/** A refusal that the broker itself pronounces, with its words for people. */
export class BrokerFault extends Error {
  override readonly name = 'BrokerFault';
  readonly code: BrokerFaultCode;
  readonly outcome: Outcome;

  constructor(
    code: BrokerFaultCode,
    message: string,
    outcome: Outcome = 'not-applied',
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.outcome = outcome;
  }
}

export type BrokerFaultCode =
  | 'login-frozen' // too many refused logins, none is tried for a while
  | 'credential-missing' // nobody has stored a login for this BMC
  | 'nothing-answers' // no protocol that we speak
  | 'certificate-missing' // Redfish, and nobody has pinned a certificate
  | 'bmc-in-use' // another broker holds the lease and does not let go
  | 'lease-lost' // another broker took over: this one must not write
  | 'superseded' // the grant or action moved on while we worked
  | 'no-free-slot'
  | 'no-relay-port' // carried access has no port left on this broker
  | 'not-kept' // the BMC said yes and does not hold what it was told
  | 'server-reassigned'
  | 'not-entitled'
  | 'waited-too-long' // asked for so long ago that nobody may expect it any more
  | 'bmc-changed' // the server's BMC is not the one that was meant
  | 'user-changed' // the BMC user is not the one that was meant
  | 'not-removable' // the stored login, a live account, slot 1, a fixed name
  | 'not-handed-over'
  | 'login-not-listed' // the stored login is none of the BMC's own users
  | 'stored-login-refused'
  | 'new-login-refused' // the BMC took the new password and refuses it
  | 'no-login-works' // neither the new password nor the one before
  | 'old-login-lives' // the BMC still takes the password that was replaced
  | 'proof-postponed' // one more refused login would freeze the BMC
  | 'state-not-reached'
  | 'site-observing' // nothing is written to this site's BMCs until an admin confirms it
  | 'journal-unwritable' // what could not be kept without the database is not promised
  | 'break-glass' // a person takes the account away at the broker's host
  | 'database-back'; // work without the database ends where it can be done with it

/** Turns anything that was thrown into what people are told. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof BrokerFault) return pick(error.code, error.message, error.outcome);
  if (error instanceof BmcError) return pick(error.code, bmcSentence(error), error.outcome);
  if (error instanceof SealError) {
    return pick(
      'credential-unreadable',
      'The stored credential of this BMC cannot be opened on this site. An admin has to enter it again.',
    );
  }
  if (error instanceof LeaseLostError)
    return pick('lease-lost', 'Another broker took over this BMC.', 'unknown');
  return pick('internal', 'Something went wrong inside Postern. It is in the broker’s log.', 'unknown');
}

function pick(code: string, message: string, outcome: Outcome = 'not-applied'): Failure {
  return { code, message, outcome };
}

/** Errors whose own words say what happened to the account; here stands what to do. */
const accountAdvice = {
  'slot-taken': 'Request access again.',
  'not-kept': 'Support has to look at this BMC.',
  'login-not-working': 'Support has to look at the password rules of this BMC.',
  'account-remains': 'Postern goes on trying.',
} as const satisfies Partial<Record<BmcErrorCode, string>>;

type AccountErrorCode = keyof typeof accountAdvice;

const sentences: Record<Exclude<BmcErrorCode, AccountErrorCode>, string> = {
  unreachable: 'The BMC does not answer. Check its address, its port and the management network.',
  'auth-failed': 'The BMC refused the stored login. An admin has to correct its user name or password.',
  'privilege-refused': 'The stored login works, but the BMC does not give it administrator rights.',
  'no-session-slot':
    'The BMC has no room for one more session. Close other tools that use it, then try again.',
  'cipher-refused': 'The BMC offers none of the cipher suites that are safe to use (17 or 3).',
  rejected: 'The BMC understood the command and refused it',
  'not-supported': 'The BMC does not have this command',
  busy: 'The BMC is busy. Try again in a moment.',
  'serial-busy': 'Somebody else is using the serial console of this server.',
  'protocol-violation': 'The BMC answered with something that makes no sense.',
  'session-lost': 'The BMC forgot the session in the middle of the work.',
  'certificate-changed':
    'The BMC shows another certificate than the pinned one. An admin has to compare it and accept it.',
  'password-change-required':
    'The BMC wants the password of the stored login changed first. An admin has to do it.',
  'no-free-slot': 'No user slot of this BMC is free. Support has to remove a user that is no longer needed.',
  misuse: 'The stored settings of this BMC do not fit the protocol: name and password have at most 16 bytes.',
};

function isAccountError(code: BmcErrorCode): code is AccountErrorCode {
  return Object.hasOwn(accountAdvice, code);
}

function bmcSentence(error: BmcError): string {
  if (isAccountError(error.code)) return `${error.message} ${accountAdvice[error.code]}`;
  const sentence = sentences[error.code];
  if (sentence.endsWith('.')) return sentence;
  return error.completionCode === undefined
    ? `${sentence}.`
    : `${sentence} (code ${error.completionCode.toString(16).toUpperCase().padStart(2, '0')}h).`;
}
