import type { GrantPolicy, GrantScope, PolicyValues } from '@postern/domain';
import { type DurationDraft, durationDraftOf, readDuration } from './duration-text.ts';

export const policyDurations = [
  'minDurationSeconds',
  'defaultDurationSeconds',
  'maxDurationSeconds',
  'maxTotalSeconds',
  'approvalTimeoutSeconds',
  'graceSeconds',
] as const;
export type PolicyDuration = (typeof policyDurations)[number];

export const policyCounts = ['maxExtensions', 'maxLiveGrants'] as const;
export type PolicyCount = (typeof policyCounts)[number];

/** A policy as it stands in a form: numbers as they are typed. */
export type PolicyDraft = Readonly<Record<PolicyDuration, DurationDraft>> &
  Readonly<Record<PolicyCount, string>> & {
    readonly accountPrivilege: GrantPolicy['accountPrivilege'];
    readonly approval: GrantPolicy['approval'];
    readonly scopes: readonly GrantScope[];
    readonly tellForeignAccounts: boolean;
  };

export function policyDraftOf(policy: GrantPolicy): PolicyDraft {
  return {
    minDurationSeconds: durationDraftOf(policy.minDurationSeconds),
    defaultDurationSeconds: durationDraftOf(policy.defaultDurationSeconds),
    maxDurationSeconds: durationDraftOf(policy.maxDurationSeconds),
    maxTotalSeconds: durationDraftOf(policy.maxTotalSeconds),
    approvalTimeoutSeconds: durationDraftOf(policy.approvalTimeoutSeconds),
    graceSeconds: durationDraftOf(policy.graceSeconds),
    maxExtensions: String(policy.maxExtensions),
    maxLiveGrants: String(policy.maxLiveGrants),
    accountPrivilege: policy.accountPrivilege,
    approval: policy.approval,
    scopes: policy.scopes,
    tellForeignAccounts: policy.tellForeignAccounts,
  };
}

/** Which values a layer says itself. */
export type OwnNames = ReadonlySet<keyof GrantPolicy>;

export function ownNamesOf(values: PolicyValues): OwnNames {
  const names = Object.keys(values) as (keyof GrantPolicy)[];
  return new Set(names.filter((name) => values[name] !== null));
}

export type PolicyReading =
  | { readonly ok: true; readonly policy: GrantPolicy }
  | { readonly ok: false; readonly fields: Readonly<Record<string, string>> };

/** What is no number is named at its field; whether the limits fit together is the server's to say. */
export function readPolicyDraft(draft: PolicyDraft, own?: OwnNames): PolicyReading {
  const fields: Record<string, string> = {};
  // What the layer does not say itself is not sent, so it cannot be wrong.
  const counts = (name: keyof GrantPolicy) => own === undefined || own.has(name);
  const duration = (name: PolicyDuration, least = 1): number => {
    const seconds = readDuration(draft[name], least);
    if (seconds === null && counts(name))
      fields[name] = least === 0 ? 'A number, 0 for none.' : 'A number above zero.';
    return seconds ?? 0;
  };
  const count = (name: PolicyCount, problem: string): number => {
    if (!/^\s*\d{1,5}\s*$/.test(draft[name]) && counts(name)) fields[name] = problem;
    return Number(draft[name]);
  };
  const policy: GrantPolicy = {
    minDurationSeconds: duration('minDurationSeconds'),
    defaultDurationSeconds: duration('defaultDurationSeconds'),
    maxDurationSeconds: duration('maxDurationSeconds'),
    maxTotalSeconds: duration('maxTotalSeconds'),
    approvalTimeoutSeconds: duration('approvalTimeoutSeconds'),
    graceSeconds: duration('graceSeconds', 0),
    maxExtensions: count('maxExtensions', 'A whole number, 0 for none.'),
    maxLiveGrants: count('maxLiveGrants', 'A whole number above zero.'),
    accountPrivilege: draft.accountPrivilege,
    approval: draft.approval,
    scopes: draft.scopes,
    tellForeignAccounts: draft.tellForeignAccounts,
  };
  if (policy.scopes.length === 0 && counts('scopes')) fields.scopes = 'Allow at least one thing.';
  return Object.keys(fields).length === 0 ? { ok: true, policy } : { ok: false, fields };
}

/** The policy with only what the layer says itself; the rest is left to others. */
export function ownValues(policy: GrantPolicy, own: OwnNames): PolicyValues {
  const entries = Object.entries(policy).map(([name, value]) => [
    name,
    own.has(name as keyof GrantPolicy) ? value : null,
  ]);
  return Object.fromEntries(entries) as PolicyValues;
}

/** A refusal names fields below the input's `policy`; the form has them by themselves. */
export function policyErrors(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([field, message]) => [field.replace(/^policy\./, ''), message]),
  );
}
