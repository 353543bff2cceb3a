import { expect, test } from 'vitest';
import { createSourceLock } from './source-lock.ts';

test('serves its two addresses, however the kernel or a person spells them', () => {
  const lock = createSourceLock({ ipv4: '203.0.113.9', ipv6: '2001:DB8:0:0::9' });
  for (const address of ['203.0.113.9', '::ffff:203.0.113.9', '2001:db8::9'])
    expect(lock.admits(address)).toBe(true);
  for (const address of ['203.0.113.90', '::ffff:203.0.113.8', '2001:db8::90', '::', ''])
    expect(lock.admits(address)).toBe(false);
});

test('without an address nobody is served', () => {
  const lock = createSourceLock({ ipv4: null, ipv6: null });
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1', ''])
    expect(lock.admits(address)).toBe(false);
});
