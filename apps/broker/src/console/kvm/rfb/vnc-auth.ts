import { createCipheriv } from 'node:crypto';

/**
 * Answer to a VNC authentication challenge (RFC 6143 §7.2.2): the challenge's two halves under DES, the key being
 * the password's first eight bytes, zero-padded, each with its bits reversed.
 *
 * OpenSSL 3 has no plain DES, but triple DES with the same key three times is DES. `password`: the bytes as they are
 * stored; more than eight were never significant in this scheme.
 */
export function answerVncChallenge(challenge: Uint8Array, password: Uint8Array): Buffer {
  const key = Buffer.alloc(8);
  for (const [index, byte] of password.subarray(0, 8).entries()) key[index] = reverseBits(byte);
  const tripled = Buffer.concat([key, key, key]);
  const cipher = createCipheriv('des-ede3-ecb', tripled, null).setAutoPadding(false);
  const answer = Buffer.concat([cipher.update(challenge), cipher.final()]);
  key.fill(0);
  tripled.fill(0);
  return answer;
}

function reverseBits(byte: number): number {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit += 1) reversed |= ((byte >> bit) & 1) << (7 - bit);
  return reversed;
}
