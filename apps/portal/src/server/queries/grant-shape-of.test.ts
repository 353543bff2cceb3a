import { expect, test } from 'vitest';
import { isOverdue } from './grant-shape-of.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000);

test('a revocation is overdue two minutes after the planned end', () => {
  const grant = { state: 'revoking', endsAt: at(0), stateSince: at(1) } as const;
  expect(isOverdue(grant, at(120))).toBe(false);
  expect(isOverdue(grant, at(121))).toBe(true);
});

test('a revocation that somebody asked for before the end is overdue two minutes after he asked', () => {
  const grant = { state: 'revoking', endsAt: at(3600), stateSince: at(0) } as const;
  expect(isOverdue(grant, at(121))).toBe(true);
});

test('a permanent grant is overdue two minutes after it was ended; one that is not being ended never is', () => {
  expect(isOverdue({ state: 'revoking', endsAt: null, stateSince: at(0) }, at(121))).toBe(true);
  expect(isOverdue({ state: 'active', endsAt: at(0), stateSince: at(0) }, at(9999))).toBe(false);
});
