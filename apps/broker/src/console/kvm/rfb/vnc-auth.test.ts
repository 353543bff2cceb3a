import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from 'vitest';
import { answerVncChallenge } from './vnc-auth.ts';

interface Cipher {
  encrypt(algorithm: object, plaintext: Uint8Array): Uint8Array;
}

/** noVNC's DES, which was written for VNC in 1999 and shares no line with OpenSSL's. */
async function noVncCipher(key: readonly number[]): Promise<Cipher> {
  const library = path.dirname(createRequire(import.meta.url).resolve('@novnc/novnc'));
  const { DESECBCipher }: { DESECBCipher: { importKey(key: readonly number[]): Cipher } } = await import(
    path.join(library, 'crypto/des.js')
  );
  return DESECBCipher.importKey(key);
}

const challenge = Buffer.from('00112233445566778899aabbccddeeff', 'hex');

test.each(['hunter22', 'a', 'short', '\u0001\u0002~'])(
  'the answer for "%s" is what noVNC answers',
  async (password) => {
    const padded = Array.from({ length: 8 }, (_, index) => password.charCodeAt(index) || 0);
    const theirs = (await noVncCipher(padded)).encrypt({}, challenge);
    expect(answerVncChallenge(challenge, Buffer.from(password))).toEqual(Buffer.from(theirs));
  },
);

test('only the first eight bytes of a password count', () => {
  const answer = (password: string) => answerVncChallenge(challenge, Buffer.from(password));
  expect(answer('12345678')).toEqual(answer('12345678 and more'));
  expect(answer('12345678')).not.toEqual(answer('1234567'));
});
