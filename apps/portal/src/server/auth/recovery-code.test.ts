import { expect, test } from 'vitest';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-code.ts';

test('ten codes, each another, in four groups of four', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^[a-hjkmnp-z02-9]{4}(-[a-hjkmnp-z02-9]{4}){3}$/);
});

test('a code counts however it is typed, and another does not', () => {
  const [code = '', other = ''] = newRecoveryCodes();
  const typed = code.toUpperCase().replaceAll('-', ' ');
  expect(hashRecoveryCode(` ${typed} `)).toBe(hashRecoveryCode(code));
  expect(hashRecoveryCode(other)).not.toBe(hashRecoveryCode(code));
});
