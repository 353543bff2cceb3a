import type { BmcProfileShown } from '@postern/domain/bmc/onboarding';
import { expect, test } from 'vitest';
import { profileLines } from './profile-lines.ts';

const probed: BmcProfileShown = {
  protocol: 'ipmi',
  identity: { firmware: '9.08' },
  accounts: {
    model: 'slots',
    maxSlots: 16,
    disable: 'works',
    noAccess: 'no-effect',
    blankName: 'refused',
    endSession: 'by-id',
    sessionsSurvive: 'survive',
    passwordBytes: 16,
    serialAccess: 'works',
  },
};

const lineOf = (label: string, ends: boolean | null, accounts = probed.accounts) =>
  profileLines({ ...probed, accounts }, ends).find((line) => line.label === label)?.value;

test('a BMC whose sessions outlast their user says so, and what that costs', () => {
  expect(lineOf('Live sessions', false)).toBe(
    'outlast their user; can be ended only by whoever carried them',
  );
  expect(lineOf('Foreign IPMI sessions', false)).toContain('direct access is not offered');
});

test('what was not tried is not taken for good', () => {
  const accounts = {
    ...probed.accounts,
    disable: 'untested',
    sessionsSurvive: 'untested',
    endSession: 'untested',
  };
  expect(lineOf('Disabling', null, accounts)).toBe('not tried');
  expect(lineOf('Live sessions', null, accounts)).toBe('not tried');
  expect(lineOf('Foreign IPMI sessions', null, accounts)).toBe('not tried');
});

test('users without slots have no slots and no NO ACCESS', () => {
  const lines = profileLines({ ...probed, accounts: { ...probed.accounts, model: 'named' } }, null);
  expect(lines.map(({ label }) => label)).not.toContain('No access');
  expect(lines[0]).toEqual({ label: 'Users', value: 'under their names' });
});
