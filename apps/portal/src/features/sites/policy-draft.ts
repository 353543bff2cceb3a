import { type DurationDraft, durationDraftOf, readDuration } from './duration-text.ts';

export const policyDurations = [
  'minDurationSeconds',
  'defaultDurationSeconds',
  'maxDurationSeconds',
  'maxTotalSeconds',
] as const;
export type PolicyDuration = (typeof policyDurations)[number];

/** A site's limits, durations in seconds. */
export type Policy = Readonly<Record<PolicyDuration, number>> & {
  readonly maxExtensions: number;
  readonly accountPrivilege: 'operator' | 'administrator';
};

export type PolicyDraft = Readonly<Record<PolicyDuration, DurationDraft>> & {
  readonly maxExtensions: string;
  readonly accountPrivilege: Policy['accountPrivilege'];
};

export function policyDraftOf(policy: Policy): PolicyDraft {
  return {
    minDurationSeconds: durationDraftOf(policy.minDurationSeconds),
    defaultDurationSeconds: durationDraftOf(policy.defaultDurationSeconds),
    maxDurationSeconds: durationDraftOf(policy.maxDurationSeconds),
    maxTotalSeconds: durationDraftOf(policy.maxTotalSeconds),
    maxExtensions: String(policy.maxExtensions),
    accountPrivilege: policy.accountPrivilege,
  };
}

export type PolicyReading =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly fields: Readonly<Record<string, string>> };

/** What is no number is named at its field; whether the limits fit together is the server's to say. */
export function readPolicyDraft(draft: PolicyDraft): PolicyReading {
  const fields: Record<string, string> = {};
  const read = (name: PolicyDuration): number => {
    const seconds = readDuration(draft[name]);
    if (seconds === null) fields[name] = 'A number above zero.';
    return seconds ?? 0;
  };
  const policy: Policy = {
    minDurationSeconds: read('minDurationSeconds'),
    defaultDurationSeconds: read('defaultDurationSeconds'),
    maxDurationSeconds: read('maxDurationSeconds'),
    maxTotalSeconds: read('maxTotalSeconds'),
    maxExtensions: Number(draft.maxExtensions),
    accountPrivilege: draft.accountPrivilege,
  };
  if (!/^\s*\d{1,4}\s*$/.test(draft.maxExtensions)) fields.maxExtensions = 'A whole number, 0 for none.';
  return Object.keys(fields).length === 0 ? { ok: true, policy } : { ok: false, fields };
}

/** A refusal names fields below the input's `policy`; the form has them by themselves. */
export function policyErrors(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([field, message]) => [field.replace(/^policy\./, ''), message]),
  );
}
