import { expect, test } from 'vitest';
import { newTotpSecret, stepOfCode, totpAddress } from './totp.ts';

/** "12345678901234567890", the secret of RFC 6238 appendix B, whose eight digits end in these six. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at %i s the code of RFC 6238 is right, and its step is known', (seconds, code) => {
  expect(stepOfCode(secret, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30));
});

test('a code is right one step early and one late, with the step that it is of, and no longer', () => {
  const at = (seconds: number) => stepOfCode(secret, '287082', new Date(seconds * 1000));
  expect([at(0), at(59), at(89)]).toEqual([1, 1, 1]);
  expect([at(90), at(3600)]).toEqual([null, null]);
});

test.each(['', '28708', '2870820', '287 82', '2870-82', 'abcdef', '２８７０８２'])(
  '%j is no code',
  (typed) => {
    expect(stepOfCode(secret, typed, new Date(59_000))).toBeNull();
  },
);

test('spaces inside a code do not count', () => {
  expect(stepOfCode(secret, ' 287 082', new Date(59_000))).toBe(1);
});

test('a new secret has 160 bits and is another each time', () => {
  expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
  expect(newTotpSecret()).not.toBe(newTotpSecret());
});

test('the address says whose it is, whatever characters that has', () => {
  const address = new URL(totpAddress(secret, 'ana+b&c@acme.test'));
  expect(address.protocol).toBe('otpauth:');
  expect(decodeURIComponent(address.pathname)).toBe('/Postern:ana+b&c@acme.test');
  expect(Object.fromEntries(address.searchParams)).toMatchObject({ secret, issuer: 'Postern', digits: '6' });
});
