import { describe, expect, test } from 'vitest';
import { decideDuration, decideExtension, type ExtensionFacts, type GrantPolicy } from './policy.ts';

const policy: GrantPolicy = {
  minDurationSeconds: 300,
  defaultDurationSeconds: 3600,
  maxDurationSeconds: 14_400,
  maxExtensions: 2,
  maxTotalSeconds: 10_800,
};
const start = new Date('2026-01-01T10:00:00Z');
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const facts: ExtensionFacts = {
  state: 'active',
  permanent: false,
  startsAt: start,
  endsAt: at(3600),
  extensions: 0,
  now: at(3000),
  bySeconds: 3600,
};

describe('the duration of a request', () => {
  test.each([
    [299, 'duration-too-short'],
    [14_401, 'duration-too-long'],
  ])('%i seconds is refused as %s', (seconds, reason) => {
    expect(decideDuration(policy, seconds)).toMatchObject({ allowed: false, reason });
  });

  test.each([300, 3600, 14_400])('%i seconds is allowed', (seconds) => {
    expect(decideDuration(policy, seconds)).toEqual({ allowed: true });
  });
});

describe('an extension', () => {
  test('is allowed up to the last instant before the deadline', () => {
    expect(decideExtension(policy, { ...facts, now: new Date(at(3600).getTime() - 1) })).toEqual({
      allowed: true,
    });
  });

  test.each([
    ['at the deadline itself', { now: at(3600) }, 'deadline-passed'],
    ['after the deadline', { now: at(3601) }, 'deadline-passed'],
    ['of a grant that is being revoked', { state: 'revoking' as const }, 'grant-not-active'],
    ['of a grant that has not started', { startsAt: null, endsAt: null }, 'grant-not-active'],
    ['of a permanent grant', { permanent: true }, 'grant-permanent'],
    ['beyond the number the policy allows', { extensions: 2 }, 'extensions-used-up'],
    ['beyond the total the policy allows', { bySeconds: 7201 }, 'total-too-long'],
  ])('%s is refused', (_name, change, reason) => {
    expect(decideExtension(policy, { ...facts, ...change })).toMatchObject({ allowed: false, reason });
  });
});
