import { randomInt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { accountNamePrefix, isAccountName, newAccountName } from './account-name.ts';
import { newAccountPassword } from './account-password.ts';

const many = 2000;

describe('the name of a temporary account', () => {
  test('fits an IPMI name field and is recognised as ours', () => {
    for (let index = 0; index < many; index += 1) {
      const name = newAccountName(randomInt);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(16);
      expect(name.startsWith(accountNamePrefix)).toBe(true);
      expect(isAccountName(name)).toBe(true);
    }
  });

  test.each(['admin', 'g_', 'g_short', 'G_abcdefghijkl', 'g_abcdefghijkl-', 'xg_abcdefghijkl'])(
    '%s is nobody of ours',
    (name) => {
      expect(isAccountName(name)).toBe(false);
    },
  );
});

describe('the password of a temporary account', () => {
  test('keeps every rule that a vendor is known to have', () => {
    for (let index = 0; index < many; index += 1) {
      const password = newAccountPassword(randomInt);
      expect(password).toMatch(/^[A-Za-z][A-Za-z2-9\-_@#%]{14}$/);
      expect(password.match(/[A-Z]/g)?.length).toBeGreaterThanOrEqual(2);
      expect(password.match(/[a-z]/g)?.length).toBeGreaterThanOrEqual(2);
      expect(password.match(/[0-9]/g)?.length).toBeGreaterThanOrEqual(2);
      expect(password).toMatch(/[-_@#%]/);
      expect(password).not.toMatch(/(.)\1/);
    }
  });

  test('is as long as the BMC is known to keep, less one for a terminator', () => {
    expect(newAccountPassword(randomInt, 16)).toHaveLength(15);
    expect(newAccountPassword(randomInt, 20)).toHaveLength(19);
  });
});
