import { describe, expect, test } from 'vitest';
import { mayLogIn, type RememberedBmcUser, removalRefusal, reportOf, type SeenBmcUser } from './bmc-user.ts';

const seen: SeenBmcUser = {
  slot: 5,
  name: 'monitoring',
  kind: 'foreign',
  privilege: 'user',
  state: 'enabled',
  fixedName: false,
};
const before: RememberedBmcUser = { ...seen, gone: false, verdict: null };

describe('a foreign user', () => {
  test('is reported when he is first seen, and not again while he stays as he is', () => {
    expect(reportOf(undefined, seen)).toBe('found');
    expect(reportOf(before, seen)).toBeNull();
    expect(reportOf({ ...before, verdict: 'adopted' }, seen)).toBeNull();
    expect(reportOf({ ...before, verdict: 'ignored' }, seen)).toBeNull();
  });

  test.each([null, 'adopted', 'ignored'] as const)(
    'with the verdict %s is reported again when he gains rights, is enabled, or comes back',
    (verdict) => {
      expect(reportOf({ ...before, verdict }, { ...seen, privilege: 'administrator' })).toBe('gained-rights');
      expect(reportOf({ ...before, verdict, state: 'disabled' }, seen)).toBe('enabled');
      expect(reportOf({ ...before, verdict, state: 'disabled' }, { ...seen, state: 'unknown' })).toBe(
        'enabled',
      );
      expect(reportOf({ ...before, verdict, gone: true }, seen)).toBe('returned');
    },
  );

  test('that loses rights is reported only where he was to be ignored until he changes', () => {
    const weaker: SeenBmcUser = { ...seen, privilege: 'none' };
    const disabled: SeenBmcUser = { ...seen, state: 'disabled' };
    for (const now of [weaker, disabled]) {
      expect(reportOf({ ...before, verdict: 'adopted' }, now)).toBeNull();
      expect(reportOf({ ...before, verdict: 'ignored' }, now)).toBe('changed');
    }
  });

  test('is not reported for words that mean the same', () => {
    const none: RememberedBmcUser = { ...before, privilege: 'none', verdict: 'ignored' };
    expect(reportOf(none, { ...seen, privilege: 'unset' })).toBeNull();
    expect(reportOf({ ...before, state: 'unknown', verdict: 'ignored' }, seen)).toBeNull();
  });
});

test('what was ours and is no more is reported; what is ours never', () => {
  expect(reportOf({ ...before, kind: 'login' }, seen)).toBe('found');
  for (const kind of ['login', 'account', 'leftover'] as const) {
    expect(reportOf(undefined, { ...seen, kind })).toBeNull();
  }
});

test('a user can log in unless he is disabled or has no rights', () => {
  expect(mayLogIn({ privilege: 'user', state: 'unknown' })).toBe(true);
  expect(mayLogIn({ privilege: 'operator', state: 'disabled' })).toBe(false);
  expect(mayLogIn({ privilege: 'none', state: 'enabled' })).toBe(false);
  expect(mayLogIn({ privilege: 'unset', state: 'enabled' })).toBe(false);
});

test('the stored login, a live account, slot 1, fixed names and nobody are never removed at a wish', () => {
  expect(removalRefusal(seen)).toBeNull();
  expect(removalRefusal({ ...seen, kind: 'leftover' })).toBeNull();
  expect(removalRefusal({ ...seen, kind: 'login' })).toBe('is-the-login');
  expect(removalRefusal({ ...seen, kind: 'account' })).toBe('is-an-account');
  expect(removalRefusal({ ...seen, slot: 1 })).toBe('slot-one');
  expect(removalRefusal({ ...seen, fixedName: true })).toBe('name-is-fixed');
  expect(removalRefusal({ ...seen, name: '' })).toBe('no-name');
  expect(removalRefusal({ ...seen, slot: null })).toBeNull();
});
