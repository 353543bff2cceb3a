/** What is weak on a BMC, why it matters, and what to do next. */
export interface PostureFinding {
  /** Stable, for filters and for "accepted until" notes of the caller's. */
  readonly code: PostureCode;
  readonly severity: 'critical' | 'warning' | 'notice';
  readonly what: string;
  readonly nextStep: string;
}

export type PostureCode =
  | 'cipher-zero'
  | 'weak-suites'
  | 'no-suite-17'
  | 'ipmi-15'
  | 'anonymous-login'
  | 'null-user'
  | 'per-message-authentication-off'
  | 'user-level-authentication-off'
  | 'no-bmc-key'
  | 'default-credential'
  | 'unregistered-user'
  | 'duplicate-name'
  | 'unnamed-user-enabled'
  | 'slots-nearly-full'
  | 'serial-unencrypted'
  | 'clock-off'
  | 'certificate-expired'
  | 'certificate-self-signed'
  | 'certificate-weak-key'
  | 'tls-old';

/** A check that could not be made, so that silence is not taken for health. */
export interface UncheckedPosture {
  readonly check: string;
  readonly why: string;
}

export interface Posture {
  readonly findings: readonly PostureFinding[];
  readonly unchecked: readonly UncheckedPosture[];
}
