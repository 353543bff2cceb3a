import { BmcError } from '@postern/bmc';
import { expect, test } from 'vitest';
import { createLoginLimit } from './login-limit.ts';

const refused = new BmcError('auth-failed', 'refused', { outcome: 'not-applied', retry: 'never' });

test('a login that is refused twice is left alone for ten minutes, on that BMC only', async () => {
  let now = 0;
  let tried = 0;
  const limit = createLoginLimit({ now: () => now });
  const attempt = (bmcId: string) =>
    limit.guard(bmcId, async () => {
      tried += 1;
      throw refused;
    });
  for (let each = 0; each < 5; each += 1) await expect(attempt('a')).rejects.toThrow();
  expect(tried).toBe(2);
  await expect(attempt('b')).rejects.toThrow('refused');
  expect(tried).toBe(3);
  now = 600_001;
  await expect(attempt('a')).rejects.toThrow('refused');
  expect(tried).toBe(4);
});

test('other failures do not count', async () => {
  const limit = createLoginLimit({ now: () => 0 });
  const silent = new BmcError('unreachable', 'silence', { outcome: 'unknown', retry: 'later' });
  for (let each = 0; each < 5; each += 1) {
    await expect(limit.guard('a', () => Promise.reject(silent))).rejects.toThrow('silence');
  }
});
