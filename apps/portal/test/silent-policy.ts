import type { PolicyValues } from '@postern/domain';

/** A layer that says nothing. */
export const silentPolicyValues: PolicyValues = {
  minDurationSeconds: null,
  defaultDurationSeconds: null,
  maxDurationSeconds: null,
  maxExtensions: null,
  maxTotalSeconds: null,
  accountPrivilege: null,
  approval: null,
  approvalTimeoutSeconds: null,
  maxLiveGrants: null,
  scopes: null,
  graceSeconds: null,
  tellForeignAccounts: null,
};
