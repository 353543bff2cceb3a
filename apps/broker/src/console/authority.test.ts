import type { ConsoleFacts } from '@postern/database';
import type { GrantEndCause, GrantState, Role } from '@postern/domain';
import { grantEndCauses, grantScopes, grantStates } from '@postern/domain';
import { expect, test } from 'vitest';
import { isReadOnly, judgeConsole } from './authority.ts';

const good: ConsoleFacts = {
  key: 'k',
  viewer: {
    userId: 'u',
    name: 'Ann',
    email: 'ann@acme.test',
    role: 'tenant',
    organisationId: 'acme',
    webSessionId: 'w',
  },
  userDisabled: false,
  organisationSuspended: false,
  signedIn: true,
  server: { id: 's', name: 'alpha', organisationId: 'acme' },
  handedOver: false,
  grant: {
    id: 'g',
    state: 'active',
    endCause: null,
    organisationId: 'acme',
    scopes: grantScopes,
    graceSeconds: 0,
    inGrace: false,
    secondsLeft: 60,
  },
  bmc: null,
};

function grantWith(change: Partial<NonNullable<ConsoleFacts['grant']>>): ConsoleFacts {
  return {
    ...good,
    grant: {
      id: 'g',
      state: 'active',
      endCause: null,
      organisationId: 'acme',
      scopes: grantScopes,
      graceSeconds: 0,
      inGrace: false,
      secondsLeft: 60,
      ...change,
    },
  };
}

function staff(role: Role): ConsoleFacts {
  return { ...good, viewer: { ...good.viewer, role, organisationId: null }, grant: null };
}

test('an active grant opens until its end, a permanent one without end', () => {
  expect(judgeConsole(good, 'g', 'open')).toEqual({ allowed: true, secondsLeft: 60 });
  expect(judgeConsole(grantWith({ secondsLeft: null }), 'g', 'open')).toEqual({ allowed: true });
});

test('only an active grant opens anything', () => {
  for (const state of grantStates.filter((each: GrantState) => each !== 'active'))
    expect(judgeConsole(grantWith({ state }), 'g', 'open'), state).toMatchObject({ allowed: false });
});

test('a grant at or past its end is over, whatever its state says', () => {
  for (const secondsLeft of [0, -0.001, -60])
    expect(judgeConsole(grantWith({ secondsLeft }), 'g', 'open')).toMatchObject({ reason: 'grant-expired' });
});

test('the viewer hears who ended his access', () => {
  const heard = Object.fromEntries(
    grantEndCauses.map((endCause: GrantEndCause) => {
      const verdict = judgeConsole(grantWith({ state: 'revoking', endCause }), 'g', 'open');
      return [endCause, verdict.allowed ? 'open' : verdict.reason];
    }),
  );
  expect(heard).toEqual({
    expired: 'grant-expired',
    'ended-by-tenant': 'grant-ended',
    'revoked-by-staff': 'grant-revoked',
    'organisation-suspended': 'grant-revoked',
    'user-disabled': 'viewer-signed-out',
    'server-reassigned': 'grant-revoked',
    'provisioning-failed': 'grant-ended',
    'declined-by-staff': 'grant-revoked',
    'approval-timed-out': 'grant-ended',
    'server-blocked': 'grant-revoked',
    'database-away': 'grant-ended',
    'break-glass': 'grant-revoked',
  });
});

test.each([
  ['a sign-in that ended', { signedIn: false }, 'viewer-signed-out'],
  ['a disabled user', { userDisabled: true }, 'viewer-signed-out'],
  ['a suspended tenant', { organisationSuspended: true }, 'grant-revoked'],
  [
    'a server that went to another tenant',
    { server: { ...good.server, organisationId: 'other' } },
    'grant-revoked',
  ],
  ['a server that stands free', { server: { ...good.server, organisationId: null } }, 'grant-revoked'],
  ['a grant of another server', { grant: null }, 'grant-revoked'],
] as const)('%s closes even with time left', (_, change, reason) => {
  expect(judgeConsole({ ...good, ...change }, 'g', 'open')).toMatchObject({ allowed: false, reason });
});

test('a grant of the former tenant opens nothing to staff who came with it', () => {
  const facts = {
    ...staff('support'),
    grant: good.grant,
    server: { ...good.server, organisationId: 'other' },
  };
  expect(judgeConsole(facts, 'g', 'open')).toMatchObject({ reason: 'grant-revoked' });
});

test('staff need no grant, tenants do', () => {
  expect(judgeConsole(staff('support'), null, 'open')).toEqual({ allowed: true });
  expect(judgeConsole(staff('admin'), null, 'open')).toEqual({ allowed: true });
  expect(judgeConsole({ ...good, grant: null }, null, 'open')).toMatchObject({ reason: 'grant-revoked' });
});

test('a grant without a console scope opens none, and one to look at lets nobody type', () => {
  expect(judgeConsole(grantWith({ scopes: ['power', 'account'] }), 'g', 'open')).toMatchObject({
    allowed: false,
    cause: 'scope-missing',
  });
  expect(judgeConsole(grantWith({ scopes: ['view'] }), 'g', 'open')).toMatchObject({ allowed: true });
  expect(isReadOnly(grantWith({ scopes: ['view'] }), { readOnly: false })).toBe(true);
  expect(isReadOnly(grantWith({ scopes: ['console'] }), { readOnly: false })).toBe(false);
  expect(isReadOnly(grantWith({ scopes: ['console'] }), { readOnly: true })).toBe(true);
  expect(isReadOnly(staff('support'), { readOnly: false })).toBe(false);
});

test('a console that is open may use the grace that was asked for; a new one may not', () => {
  const before = grantWith({ secondsLeft: 60, graceSeconds: 300 });
  expect(judgeConsole(before, 'g', 'open')).toEqual({ allowed: true, secondsLeft: 360, graceSeconds: 300 });
  expect(judgeConsole(before, 'g', 'opening')).toMatchObject({ allowed: true });

  const atTheEnd = grantWith({ secondsLeft: -1, graceSeconds: 300 });
  expect(judgeConsole(atTheEnd, 'g', 'open')).toEqual({ allowed: true, secondsLeft: 299, graceSeconds: 300 });
  expect(judgeConsole(atTheEnd, 'g', 'opening')).toMatchObject({ allowed: false, cause: 'grant-expired' });

  const within = grantWith({ secondsLeft: 120, graceSeconds: 300, inGrace: true });
  expect(judgeConsole(within, 'g', 'open')).toEqual({ allowed: true, secondsLeft: 120, graceSeconds: 120 });
  expect(judgeConsole(within, 'g', 'opening')).toMatchObject({ allowed: false, cause: 'grant-in-grace' });
});

test.each([
  ['without a grace at the end', { secondsLeft: 0 }],
  ['after the grace that nobody has noticed', { secondsLeft: -301, graceSeconds: 300 }],
  ['after the grace', { secondsLeft: 0, graceSeconds: 300, inGrace: true }],
])('no console stays open %s', (_, change) => {
  expect(judgeConsole(grantWith(change), 'g', 'open')).toMatchObject({
    allowed: false,
    reason: 'grant-expired',
  });
});

test('a console of before a hand-over closes, staff’s too', () => {
  expect(judgeConsole({ ...staff('admin'), handedOver: true }, null, 'open')).toMatchObject({
    allowed: false,
    reason: 'server-handed-over',
  });
});
