/** States of a grant and the only ways between them; the database holds the same table as a foreign key. */
export const grantStates = [
  'awaiting-approval',
  'requested',
  'denied',
  'provisioning',
  'active',
  'revoking',
  'revoked',
] as const;

export type GrantState = (typeof grantStates)[number];

/** A grant begins as one of these: the first where policy wants an approval. */
export const firstGrantStates = ['awaiting-approval', 'requested'] as const satisfies readonly GrantState[];

export const nextGrantStates = {
  // No BMC heard of it: whatever ends the waiting but an approval denies it.
  'awaiting-approval': ['requested', 'denied'],
  requested: ['provisioning', 'denied', 'revoking'],
  denied: [],
  // Failed half-way or taken back: effects may exist on the BMC, so the only way out is to revoke.
  provisioning: ['active', 'revoking'],
  active: ['revoking'],
  // No failure edge: it keeps trying, and it pages.
  revoking: ['revoked'],
  revoked: [],
} as const satisfies Record<GrantState, readonly GrantState[]>;

export function isLegalGrantTransition(from: GrantState, to: GrantState): boolean {
  return (nextGrantStates[from] as readonly GrantState[]).includes(to);
}

/** A grant in one of these states holds its server: there is no second one, and it may have an account on the BMC. */
export const liveGrantStates = [
  'awaiting-approval',
  'requested',
  'provisioning',
  'active',
  'revoking',
] as const satisfies readonly GrantState[];

/** Why a grant was brought to an end. Stored with the grant and shown to people in words. */
export const grantEndCauses = [
  'expired',
  'ended-by-tenant',
  'revoked-by-staff',
  'organisation-suspended',
  'user-disabled',
  'server-reassigned',
  'provisioning-failed',
  'declined-by-staff',
  'approval-timed-out',
  'server-blocked',
  // The last end that the broker knew, while it could not ask the database.
  'database-away',
  'break-glass',
] as const;

export type GrantEndCause = (typeof grantEndCauses)[number];

/** The steps a person sees while access is made, in order. */
export const provisioningSteps = ['reserving', 'writing', 'checking'] as const;
export type ProvisioningStep = (typeof provisioningSteps)[number];

/** The steps of a revocation, in order. Each is independent: a failed one never stops the next. */
export const revocationSteps = [
  'disable',
  'remove-privilege',
  'scramble-password',
  'blank-name',
  'end-sessions',
  'read-back',
  'refused-login',
] as const;
export type RevocationStep = (typeof revocationSteps)[number];

/** Evidence that an account is gone, kept with the grant. */
export interface RevocationProof {
  /** ISO 8601, by the database's clock. */
  readonly checkedAt: string;
  readonly readBack: 'absent' | 'disabled-unnamed';
  readonly login: 'refused' | 'never-issued';
  readonly sessionsEnded: number;
  /** Sessions that the BMC would not end. Postern's own streams are cut all the same. */
  readonly sessionsRemaining: number;
  /** False: the BMC does not tell who is logged in. Postern's own streams are cut all the same. */
  readonly sessionsTold: boolean;
  /** Steps that the BMC refused although the account is gone, e.g. `remove-privilege` on OpenBMC. */
  readonly refusedSteps: readonly RevocationStep[];
}

/** A revocation is overdue when the account is not proven gone this long after the grant's end. */
export const revocationOverdueAfterSeconds = 120;

/** An account that is not proven gone so long after the end of its grant: somebody is called. */
export const revocationPagesAfterSeconds = 600;
