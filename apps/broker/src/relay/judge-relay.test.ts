import type { RelayFacts } from '@postern/database';
import { grantEndCauses } from '@postern/domain';
import { expect, test } from 'vitest';
import { isFreeFor, judgeRelay } from './judge-relay.ts';

const active: RelayFacts = {
  grantId: 'g',
  serverId: 's',
  organisationId: 'o',
  state: 'active',
  endCause: null,
  secondsLeft: 60,
  inGrace: false,
  organisationSuspended: false,
  holderDisabled: false,
  serverReassigned: false,
  sources: { ipv4: '203.0.113.9', ipv6: null },
  bmc: { host: '192.0.2.1', port: 623 },
  account: null,
  relay: null,
};

test('an active grant is carried until its end, a permanent one without', () => {
  expect(judgeRelay(active)).toEqual({ kind: 'carry', secondsLeft: 60 });
  expect(judgeRelay({ ...active, secondsLeft: null })).toEqual({ kind: 'carry', secondsLeft: undefined });
});

test('an account that is being made has an address, and nothing passes', () => {
  expect(judgeRelay({ ...active, state: 'provisioning', secondsLeft: null })).toEqual({ kind: 'wait' });
});

test('whatever ends a grant, or takes its ground away, cuts it', () => {
  expect(judgeRelay({ ...active, secondsLeft: 0 }).kind).toBe('cut');
  // A grace is for consoles that are open, not for tools.
  expect(judgeRelay({ ...active, inGrace: true })).toEqual({ kind: 'cut', reason: 'grant-expired' });
  for (const endCause of grantEndCauses)
    expect(judgeRelay({ ...active, state: 'revoking', endCause }).kind).toBe('cut');
  for (const gone of ['organisationSuspended', 'holderDisabled', 'serverReassigned'])
    expect(judgeRelay({ ...active, [gone]: true })).toEqual({ kind: 'cut', reason: 'grant-revoked' });
});

test('a relay is taken over when it is closed, its broker is dead, or it is our own from before', () => {
  const relay = {
    brokerId: 'other',
    brokerAlive: true,
    host: '192.0.2.9',
    port: 30_623,
    open: true,
    counts: { datagramsToBmc: 0, bytesToBmc: 0, datagramsToClient: 0, bytesToClient: 0, refused: {} },
    sessionIds: [],
  };
  expect(isFreeFor({ ...active, relay }, 'mine')).toBe(false);
  expect(isFreeFor({ ...active, relay: { ...relay, open: false } }, 'mine')).toBe(true);
  expect(isFreeFor({ ...active, relay: { ...relay, brokerAlive: false } }, 'mine')).toBe(true);
  expect(isFreeFor({ ...active, relay }, 'other')).toBe(true);
  expect(isFreeFor(active, 'mine')).toBe(true);
});
