import type {
  BlockRefusal,
  ExtensionRefusal,
  GrantRefusal,
  RemovalRefusal,
  ScopeRefusal,
  UseRefusal,
} from '@postern/domain';

/** Why the portal says no: a value, not an exception, with the facts that a sentence about it needs. */
export type Refusal =
  | GrantRefusal
  | ExtensionRefusal
  | BlockRefusal
  | ScopeRefusal
  | UseRefusal
  | { readonly reason: 'not-found' }
  | { readonly reason: 'not-permitted' }
  | { readonly reason: 'site-observing' }
  | { readonly reason: 'observation-over' }
  | { readonly reason: 'observation-incomplete' }
  | { readonly reason: 'plan-changed' }
  | { readonly reason: 'not-waiting' }
  | { readonly reason: 'not-permanent' }
  | { readonly reason: 'clocks-off'; readonly siteName: string }
  | { readonly reason: 'owner-not-staff' }
  | { readonly reason: 'no-grace' }
  | { readonly reason: 'reason-needed' }
  | { readonly reason: 'access-being-removed' }
  | { readonly reason: 'address-unknown' }
  | { readonly reason: 'server-without-tenant' }
  | { readonly reason: 'holder-not-of-tenant' }
  | { readonly reason: 'action-running' }
  | { readonly reason: 'idempotency-key-used' }
  | { readonly reason: 'too-many-requests'; readonly limit: number; readonly withinSeconds: number }
  | { readonly reason: 'console-not-offered'; readonly kind: 'screen' | 'serial' }
  | { readonly reason: 'site-has-no-key' }
  | { readonly reason: 'login-needed' }
  | { readonly reason: 'certificate-needed' }
  | { readonly reason: 'certificate-moved-on' }
  | { readonly reason: 'screen-address-needed' }
  | { readonly reason: 'screen-password-needed' }
  | { readonly reason: 'name-taken'; readonly field: string }
  | { readonly reason: 'address-taken' }
  | { readonly reason: 'organisation-needed' }
  | { readonly reason: 'own-account' }
  /** A BMC user is not as the viewer saw him any more. */
  | { readonly reason: 'bmc-user-changed' }
  | { readonly reason: 'bmc-user-stays'; readonly why: RemovalRefusal }
  | { readonly reason: 'name-mistyped' }
  | { readonly reason: 'no-hand-over' }
  | { readonly reason: 'password-wrong' }
  | { readonly reason: 'code-wrong' }
  | { readonly reason: 'offer-over' }
  | { readonly reason: 'second-factor-there' }
  | { readonly reason: 'no-second-factor' }
  | { readonly reason: 'own-second-factor' }
  | { readonly reason: 'too-many-attempts' };

export type RefusalReason = Refusal['reason'];

/** What a use-case answers: what it did, or why it did not. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal };

export function done<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

export function refused(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}

/**
 * Leaves a transaction that has already written something, so that it is rolled back; `transact` in portal.ts turns it
 * into the refusal it carries.
 */
export class RollBack extends Error {
  override readonly name = 'RollBack';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}
