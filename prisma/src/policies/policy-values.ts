import {
  type PolicyLayer,
  type PolicySource,
  type PolicyValues,
  policyValues,
  type ResolvedPolicy,
  resolvePolicy,
} from '@postern/domain';
import type { Prisma } from '../generated/client.ts';

/** What one layer says, without whose it is. */
export const policySelection = {
  minDurationSeconds: true,
  defaultDurationSeconds: true,
  maxDurationSeconds: true,
  maxExtensions: true,
  maxTotalSeconds: true,
  accountPrivilege: true,
  approval: true,
  approvalTimeoutSeconds: true,
  maxLiveGrants: true,
  scopes: true,
  graceSeconds: true,
  tellForeignAccounts: true,
} as const satisfies Prisma.AccessPolicySelect;

export type PolicyRow = Prisma.AccessPolicyGetPayload<{ select: typeof policySelection }>;

export const silentPolicy: PolicyValues = {
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

/** A row as domain knows it: narrowed by parsing, as the database holds its words to lists of its own. */
export function policyValuesOf(row: PolicyRow | null): PolicyValues {
  if (row === null) return silentPolicy;
  // Prisma knows no list that is null; a stored list is never empty.
  return policyValues.parse({ ...row, scopes: row.scopes.length === 0 ? null : row.scopes });
}

/** What stands beside a server or a grant and says something about it. */
export interface PolicyOwners {
  readonly site: { readonly name: string; readonly policy: PolicyRow | null };
  /** Null: the server is rented to nobody. */
  readonly organisation: { readonly name: string; readonly policy: PolicyRow | null } | null;
  readonly server: { readonly name: string; readonly policy: PolicyRow | null };
}

/** The policy that holds where these three meet. */
export function policyWithin({ site, organisation, server }: PolicyOwners): ResolvedPolicy {
  const layer = (
    level: PolicySource['level'],
    of: { name: string; policy: PolicyRow | null },
  ): PolicyLayer => ({
    level,
    name: of.name,
    values: policyValuesOf(of.policy),
  });
  return resolvePolicy([
    layer('site', site),
    ...(organisation === null ? [] : [layer('organisation', organisation)]),
    layer('server', server),
  ]);
}
