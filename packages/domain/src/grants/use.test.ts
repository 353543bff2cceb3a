import { expect, test } from 'vitest';
import { grantStates } from './lifecycle.ts';
import { decideUse, type UseFacts } from './use.ts';

const now = new Date('2026-01-01T10:00:00Z');
const facts: UseFacts = {
  state: 'active',
  endsAt: new Date(now.getTime() + 1),
  graceStartedAt: null,
  scopes: ['power'],
};

test('an active grant is good for its scopes up to the last instant', () => {
  expect(decideUse(facts, 'power', now)).toEqual({ allowed: true });
  expect(decideUse({ ...facts, endsAt: null }, 'power', now)).toEqual({ allowed: true });
});

test.each(grantStates.filter((state) => state !== 'active'))(
  'a grant that is %s is good for nothing',
  (state) => {
    expect(decideUse({ ...facts, state }, 'power', now)).toMatchObject({
      allowed: false,
      reason: 'grant-needed',
    });
  },
);

test('no grant is good for nothing, and a grant at its end is over whatever its state says', () => {
  expect(decideUse(undefined, 'power', now)).toMatchObject({ reason: 'grant-needed' });
  expect(decideUse({ ...facts, endsAt: now }, 'power', now)).toMatchObject({ reason: 'grant-over' });
});

test('in its grace a grant is good for nothing new, though its end has not come', () => {
  expect(decideUse({ ...facts, graceStartedAt: now }, 'power', now)).toMatchObject({ reason: 'grant-over' });
});

test('a scope that was not given is named', () => {
  expect(decideUse(facts, 'account', now)).toEqual({
    allowed: false,
    reason: 'scope-missing',
    scope: 'account',
  });
});
