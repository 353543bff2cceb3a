import { randomBytes } from 'node:crypto';

/** Cryptographically strong random bytes; each byte is handed out once. */
export type RandomSource = (length: number) => Buffer;

const poolBytes = 4096;

/**
 * Draws from the system's generator in large pieces: a session takes an IV for each packet, and asking for
 * 16 bytes at a time was a tenth of what a poll costs. For public values (IVs, session ids, nonces) only.
 */
export function createRandomSource(): RandomSource {
  let pool = Buffer.alloc(0);
  return (length) => {
    if (length > pool.length) pool = randomBytes(Math.max(poolBytes, length));
    const bytes = pool.subarray(0, length);
    pool = pool.subarray(length);
    return bytes;
  };
}
