import { expect, test } from 'vitest';
import { type Policy, policyDraftOf, policyErrors, readPolicyDraft } from './policy-draft.ts';

const policy: Policy = {
  minDurationSeconds: 10,
  defaultDurationSeconds: 3_600,
  maxDurationSeconds: 14_400,
  maxExtensions: 3,
  maxTotalSeconds: 86_400,
  accountPrivilege: 'operator',
};

test('a policy that is opened and saved without a change stays as it was', () => {
  expect(readPolicyDraft(policyDraftOf(policy))).toEqual({ ok: true, policy });
});

test('everything that is no number is named at its field, all at once', () => {
  const draft = { ...policyDraftOf(policy), maxExtensions: '-1' };
  const reading = readPolicyDraft({ ...draft, maxTotalSeconds: { amount: '', unit: 'hours' } });
  expect(reading).toMatchObject({ ok: false });
  expect(Object.keys(reading.ok ? {} : reading.fields)).toEqual(['maxTotalSeconds', 'maxExtensions']);
});

test('a refusal of the server lands on the field that it is about', () => {
  expect(policyErrors({ 'policy.maxDurationSeconds': 'Too short.' })).toEqual({
    maxDurationSeconds: 'Too short.',
  });
});
