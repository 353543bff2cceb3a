import type { GrantPolicy } from '@postern/domain';
import { expect, test } from 'vitest';
import { ownNamesOf, ownValues, policyDraftOf, policyErrors, readPolicyDraft } from './policy-draft.ts';

const policy: GrantPolicy = {
  minDurationSeconds: 10,
  defaultDurationSeconds: 3_600,
  maxDurationSeconds: 14_400,
  maxExtensions: 3,
  maxTotalSeconds: 86_400,
  accountPrivilege: 'operator',
  approval: 'by-support',
  approvalTimeoutSeconds: 1_800,
  maxLiveGrants: 20,
  scopes: ['view', 'power'],
  graceSeconds: 0,
  tellForeignAccounts: true,
};

test('a policy that is opened and saved without a change stays as it was', () => {
  expect(readPolicyDraft(policyDraftOf(policy))).toEqual({ ok: true, policy });
});

test('everything that is no number is named at its field, all at once', () => {
  const draft = { ...policyDraftOf(policy), maxExtensions: '-1', scopes: [] };
  const reading = readPolicyDraft({ ...draft, maxTotalSeconds: { amount: '', unit: 'hours' } });
  expect(reading).toMatchObject({ ok: false });
  expect(Object.keys(reading.ok ? {} : reading.fields)).toEqual([
    'maxTotalSeconds',
    'maxExtensions',
    'scopes',
  ]);
});

test('what a layer leaves to others cannot be wrong, and is sent as nothing', () => {
  const own = new Set(['maxExtensions'] as const);
  const draft = { ...policyDraftOf(policy), maxTotalSeconds: { amount: 'x', unit: 'hours' } as const };
  const reading = readPolicyDraft(draft, own);
  if (!reading.ok) throw new Error('refused');
  const values = ownValues(reading.policy, own);
  expect(values).toMatchObject({ maxExtensions: 3, maxTotalSeconds: null, scopes: null });
  expect(ownNamesOf(values)).toEqual(own);
});

test('a word of no, none or zero stays a word of its own', () => {
  const own = ownNamesOf(
    ownValues({ ...policy, tellForeignAccounts: false }, new Set(['tellForeignAccounts', 'graceSeconds'])),
  );
  expect(own).toEqual(new Set(['tellForeignAccounts', 'graceSeconds']));
});

test('a refusal of the server lands on the field that it is about', () => {
  expect(policyErrors({ 'policy.maxDurationSeconds': 'Too short.' })).toEqual({
    maxDurationSeconds: 'Too short.',
  });
});
