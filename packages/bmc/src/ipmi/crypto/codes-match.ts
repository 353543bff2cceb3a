import { timingSafeEqual } from 'node:crypto';

/** Constant-time comparison of two authentication codes; lengths are public and compared first. */
export function codesMatch(received: Uint8Array, expected: Uint8Array): boolean {
  return received.length === expected.length && timingSafeEqual(received, expected);
}
