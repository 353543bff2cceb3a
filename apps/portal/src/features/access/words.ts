import type { GrantEndCause, ProvisioningStep, RevocationStep } from '@postern/domain';

export const provisioningWords: Record<ProvisioningStep, string> = {
  reserving: 'Reserve an account',
  writing: 'Write it to the BMC',
  checking: 'Check that the login works',
};

export const revocationWords: Record<RevocationStep, string> = {
  disable: 'Disable the account',
  'remove-privilege': 'Remove its privilege',
  'scramble-password': 'Replace its password with noise',
  'blank-name': 'Clear its name',
  'end-sessions': 'End its open sessions',
  'read-back': 'Read the user table back',
  'refused-login': 'Try the old password and be refused',
};

/** Why access came to its end, after "Access ended". */
export const endCauseWords: Record<GrantEndCause, string> = {
  expired: 'its time was over',
  'ended-by-tenant': 'ended by its owner',
  'revoked-by-staff': 'ended by support',
  'organisation-suspended': 'the organisation was suspended',
  'user-disabled': 'the person was disabled',
  'server-reassigned': 'the server changed hands',
  'provisioning-failed': 'the account could not be made',
  'declined-by-staff': 'support declined it',
  'approval-timed-out': 'nobody decided on it in time',
  'server-blocked': 'the server was blocked',
  'database-away': 'its site could not reach the database',
  'break-glass': 'removed by hand at the broker',
};
