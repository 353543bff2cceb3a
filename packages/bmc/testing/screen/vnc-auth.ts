import { createCipheriv, timingSafeEqual } from 'node:crypto';

const BLOCK = 8;

/**
 * The answer to a VNC challenge of 16 bytes (RFC 6143 §7.2.2): both halves encrypted by DES under the first
 * eight bytes of the password, the bits of each byte in reverse. OpenSSL 3 has no single DES; triple DES
 * with one key three times is the same.
 */
export function vncResponse(challenge: Uint8Array, password: string): Buffer {
  const key = Buffer.alloc(BLOCK);
  key.write(password, 'latin1');
  const reversed = key.map(reverseBits);
  const cipher = createCipheriv('des-ede3-ecb', Buffer.concat([reversed, reversed, reversed]), null);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(challenge), cipher.final()]);
}

export function vncResponseMatches(response: Uint8Array, challenge: Uint8Array, password: string): boolean {
  const expected = vncResponse(challenge, password);
  return response.length === expected.length && timingSafeEqual(response, expected);
}

function reverseBits(byte: number): number {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit += 1) if (((byte >> bit) & 1) === 1) reversed |= 0x80 >> bit;
  return reversed;
}
