import { expect, test } from 'vitest';
import { readOrder } from './order.ts';

const signed = ['--name', 'Kim', '--reason', 'fire drill'];

test('an order names what, who and why', () => {
  expect(readOrder(['list'])).toEqual({ kind: 'list' });
  expect(readOrder(['revoke', 'g_abc', 'g_def', ...signed])).toEqual({
    kind: 'revoke',
    accounts: ['g_abc', 'g_def'],
    person: 'Kim',
    reason: 'fire drill',
  });
  expect(readOrder(['revoke', '--all', ...signed])).toMatchObject({ accounts: 'all' });
});

test.each([
  ['nothing', []],
  ['another verb', ['delete', 'g_abc', ...signed]],
  ['no account', ['revoke', ...signed]],
  ['all and one', ['revoke', '--all', 'g_abc', ...signed]],
  ['no name', ['revoke', '--all', '--reason', 'drill']],
  ['an empty reason', ['revoke', '--all', '--name', 'Kim', '--reason', ' ']],
  ['an option that is none', ['list', '--force']],
])('%s is no order', (_, args) => {
  expect(typeof readOrder(args)).toBe('string');
});
