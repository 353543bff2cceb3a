/** Who is at fault, as a stable code that callers may store and switch on. */
export type BmcErrorCode =
  | 'unreachable' // no answer within the time allowed
  | 'auth-failed' // name or password refused, or the BMC's proof did not match
  | 'privilege-refused' // logged in, but not allowed
  | 'no-session-slot' // the BMC has no room for one more session
  | 'cipher-refused' // none of the suites we accept is offered
  | 'rejected' // the BMC understood and said no (completion code)
  | 'not-supported' // the BMC does not have this command
  | 'busy' // the BMC asks to come back later
  | 'serial-busy' // serial over LAN is held by somebody else
  | 'protocol-violation' // the answer breaks the specification or fails its integrity check
  | 'session-lost' // the BMC forgot the session
  | 'certificate-changed' // another certificate than the pinned one: nothing was sent
  | 'password-change-required' // this account may do nothing before its password is changed
  | 'no-free-slot' // every user slot that may be used is taken
  | 'slot-taken' // somebody else's name appeared in the slot that was chosen
  | 'not-kept' // the BMC said yes and does not hold what it was told
  | 'login-not-working' // the new account is refused although it reads back as written
  | 'account-remains' // the removed account is still there, or still lets people in
  | 'misuse'; // the caller asked for what cannot be

/** What is known of a request's effect. */
export type Outcome = 'not-applied' | 'unknown';

export interface BmcErrorOptions {
  readonly outcome: Outcome;
  readonly retry: 'now' | 'later' | 'never';
  readonly completionCode?: number;
  /** Over Redfish: the status, and the keys of the messages that came with it. */
  readonly httpStatus?: number;
  readonly messageKeys?: readonly string[];
  readonly cause?: unknown;
}

/** The one error class of this library. Messages never hold bytes, keys or secrets: callers store them. */
export class BmcError extends Error {
  override readonly name = 'BmcError';
  readonly code: BmcErrorCode;
  readonly outcome: Outcome;
  readonly retry: 'now' | 'later' | 'never';
  readonly completionCode: number | undefined;
  readonly httpStatus: number | undefined;
  readonly messageKeys: readonly string[];

  constructor(code: BmcErrorCode, message: string, options: BmcErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.outcome = options.outcome;
    this.retry = options.retry;
    this.completionCode = options.completionCode;
    this.httpStatus = options.httpStatus;
    this.messageKeys = options.messageKeys ?? [];
  }
}
