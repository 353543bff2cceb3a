import { expect, test } from 'vitest';
import { vncResponse, vncResponseMatches } from './vnc-auth.ts';

const challenge = Buffer.from('00112233445566778899aabbccddeeff', 'hex');

/** From `openssl enc -des-ecb -nopad -K <password with the bits of each byte reversed>` (legacy provider). */
test.each([
  ['hunter22', 'b64a290180110cabff8cccb3c21d6d1c'],
  ['abc', 'e1a8537d7c1afaa13f975e73eaec5b88'],
])('the response for %s is the one that OpenSSL computes', (password, expected) => {
  expect(vncResponse(challenge, password).toString('hex')).toBe(expected);
});

test('only eight characters count, and one of them is enough to be wrong', () => {
  const response = vncResponse(challenge, 'hunter22');
  expect(vncResponseMatches(response, challenge, 'hunter22 and more')).toBe(true);
  expect(vncResponseMatches(response, challenge, 'hunter23')).toBe(false);
  expect(vncResponseMatches(response.subarray(1), challenge, 'hunter22')).toBe(false);
});
