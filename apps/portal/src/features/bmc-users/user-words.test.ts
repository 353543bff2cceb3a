import { expect, test } from 'vitest';
import { gaugeText, rightsText } from './user-words.ts';

test('the gauge says how full the table is and how many are strangers, with and without slots', () => {
  expect(gaugeText({ used: 7, maxUsers: 16 }, 2)).toBe('7 of 16 used, 2 not ours');
  expect(gaugeText({ used: 3, maxUsers: null }, 0)).toBe('3 users, all ours');
});

test('a user who is disabled is said to be, whatever rights he has', () => {
  expect(rightsText({ privilege: 'administrator', state: 'disabled' })).toBe('administrator, disabled');
  expect(rightsText({ privilege: 'unset', state: 'enabled' })).toBe('no rights');
});
