import { describe, expect, test } from 'vitest';
import {
  decideDuration,
  decideExtension,
  decideLiveGrants,
  type ExtensionFacts,
  type PolicyLayer,
  type PolicyValues,
  resolvePolicy,
} from './policy.ts';

const policy = {
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
  graceStartedAt: null,
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
    ['in its grace', { graceStartedAt: at(2900) }, 'deadline-passed'],
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

const silent: PolicyValues = {
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

const site: PolicyLayer = {
  level: 'site',
  name: 'Frankfurt',
  values: {
    minDurationSeconds: 300,
    defaultDurationSeconds: 3600,
    maxDurationSeconds: 14_400,
    maxExtensions: 2,
    maxTotalSeconds: 28_800,
    accountPrivilege: 'operator',
    approval: 'automatic',
    approvalTimeoutSeconds: 3600,
    maxLiveGrants: 50,
    scopes: ['view', 'console', 'power', 'media', 'account'],
    graceSeconds: 0,
    tellForeignAccounts: false,
  },
};
const tenant = (values: Partial<PolicyValues>): PolicyLayer => ({
  level: 'organisation',
  name: 'Acme',
  values: { ...silent, ...values },
});
const server = (values: Partial<PolicyValues>): PolicyLayer => ({
  level: 'server',
  name: 'web-07',
  values: { ...silent, ...values },
});

describe('a policy of several layers', () => {
  test('is the site’s where nobody else says anything', () => {
    const { policy: resolved, sources } = resolvePolicy([site, tenant({}), server({})]);
    expect(resolved).toEqual(site.values);
    expect(new Set(Object.values(sources).map(({ name }) => name))).toEqual(new Set(['Frankfurt']));
  });

  test('takes each value from the most specific layer that says something, and names it', () => {
    const { policy: resolved, sources } = resolvePolicy([
      site,
      tenant({ approval: 'by-support', maxExtensions: 5 }),
      server({ maxExtensions: 0, tellForeignAccounts: true }),
    ]);
    expect(resolved).toMatchObject({ approval: 'by-support', maxExtensions: 0, tellForeignAccounts: true });
    expect(sources).toMatchObject({
      approval: { level: 'organisation', name: 'Acme' },
      maxExtensions: { level: 'server', name: 'web-07' },
      tellForeignAccounts: { level: 'server', name: 'web-07' },
      maxTotalSeconds: { level: 'site', name: 'Frankfurt' },
    });
  });

  test('false, none and zero are words, not silence', () => {
    const chatty = { ...site, values: { ...site.values, tellForeignAccounts: true, graceSeconds: 300 } };
    const { policy: resolved } = resolvePolicy([
      chatty,
      server({ tellForeignAccounts: false, graceSeconds: 0, maxExtensions: 0 }),
    ]);
    expect(resolved).toMatchObject({ tellForeignAccounts: false, graceSeconds: 0, maxExtensions: 0 });
  });

  test.each<[string, Partial<PolicyValues>, Partial<PolicyValues>, number[]]>([
    [
      'a short maximum pulls minimum and default down',
      {},
      { maxDurationSeconds: 120 },
      [120, 120, 120, 28_800],
    ],
    ['a long maximum lifts the total', {}, { maxDurationSeconds: 90_000 }, [300, 3600, 90_000, 90_000]],
    ['a long minimum lifts the default', { minDurationSeconds: 7200 }, {}, [7200, 7200, 14_400, 28_800]],
    [
      'a minimum above another layer’s maximum gives way',
      { minDurationSeconds: 7200 },
      { maxDurationSeconds: 600 },
      [600, 600, 600, 28_800],
    ],
  ])('%s', (_, ofTenant, ofServer, [min, usual, max, total]) => {
    const { policy: resolved } = resolvePolicy([site, tenant(ofTenant), server(ofServer)]);
    expect(resolved).toMatchObject({
      minDurationSeconds: min,
      defaultDurationSeconds: usual,
      maxDurationSeconds: max,
      maxTotalSeconds: total,
    });
  });

  test('a value that had to give way names who made it', () => {
    const { sources } = resolvePolicy([site, server({ maxDurationSeconds: 120 })]);
    expect(sources.defaultDurationSeconds).toEqual({ level: 'server', name: 'web-07' });
  });

  test('is in order whatever its layers say', () => {
    const spans = [60, 300, 3600, 90_000];
    for (const minDurationSeconds of spans) {
      for (const defaultDurationSeconds of spans) {
        for (const maxDurationSeconds of spans) {
          for (const maxTotalSeconds of spans) {
            const { policy: p } = resolvePolicy([
              site,
              tenant({ minDurationSeconds, maxTotalSeconds }),
              server({ defaultDurationSeconds, maxDurationSeconds }),
            ]);
            const all = [
              p.minDurationSeconds,
              p.defaultDurationSeconds,
              p.maxDurationSeconds,
              p.maxTotalSeconds,
            ];
            expect(all).toEqual(all.toSorted((a, b) => a - b));
          }
        }
      }
    }
  });
});

test('one live grant more than the policy allows is refused', () => {
  expect(decideLiveGrants({ maxLiveGrants: 2 }, 1)).toEqual({ allowed: true });
  expect(decideLiveGrants({ maxLiveGrants: 2 }, 2)).toEqual({
    allowed: false,
    reason: 'too-many-live-grants',
    maxLiveGrants: 2,
  });
});
