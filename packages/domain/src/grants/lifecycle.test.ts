import { describe, expect, test } from 'vitest';
import {
  firstGrantStates,
  type GrantState,
  grantStates,
  isLegalGrantTransition,
  nextGrantStates,
} from './lifecycle.ts';

describe('the life of a grant', () => {
  test('every way through it ends in denied or revoked', () => {
    const ends = new Set<GrantState>();
    const walk = (state: GrantState, path: GrantState[]): void => {
      expect(path, 'no state is entered twice').not.toContain(state);
      const next: readonly GrantState[] = nextGrantStates[state];
      if (next.length === 0) ends.add(state);
      for (const to of next) walk(to, [...path, state]);
    };
    for (const first of firstGrantStates) walk(first, []);
    expect([...ends].sort()).toEqual(['denied', 'revoked']);
  });

  test('nothing is made on a BMC before an approval that is waited for', () => {
    expect(nextGrantStates['awaiting-approval']).toEqual(['requested', 'denied']);
    expect(grantStates.filter((from) => isLegalGrantTransition(from, 'awaiting-approval'))).toEqual([]);
  });

  test('a revocation has no way out but its end', () => {
    expect(nextGrantStates.revoking).toEqual(['revoked']);
  });

  test('once effects may exist on a BMC, only a revocation leads to the end', () => {
    const leadingToRevoked = grantStates.filter((from) => isLegalGrantTransition(from, 'revoked'));
    expect(leadingToRevoked).toEqual(['revoking']);
    expect(isLegalGrantTransition('provisioning', 'denied')).toBe(false);
    expect(isLegalGrantTransition('active', 'revoked')).toBe(false);
  });
});
