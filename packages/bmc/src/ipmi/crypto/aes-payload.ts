/** AES-CBC-128 confidentiality, IPMI 2.0 §13.29: IV, ciphertext; pad bytes 1, 2, 3… and a pad length. */
import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { malformed } from '../malformed.ts';

const blockLength = 16;
const algorithm = 'aes-128-cbc';

/** `iv` must be 16 fresh random bytes for each payload. */
export function encryptPayload(aesKey: KeyObject, plaintext: Uint8Array, iv: Uint8Array): Buffer {
  const padLength = (blockLength - ((plaintext.length + 1) % blockLength)) % blockLength;
  const padded = Buffer.alloc(plaintext.length + padLength + 1);
  padded.set(plaintext);
  for (let i = 0; i < padLength; i++) padded[plaintext.length + i] = i + 1;
  padded[padded.length - 1] = padLength;
  const cipher = createCipheriv(algorithm, aesKey, iv).setAutoPadding(false);
  return Buffer.concat([iv, cipher.update(padded), cipher.final()]);
}

/**
 * Call it only on payloads whose authentication code was checked. Pad lengths of 0 to 16 are accepted:
 * OpenBMC adds a whole block where none is needed. Pad bytes are not compared, the code covers them.
 */
export function decryptPayload(aesKey: KeyObject, payload: Uint8Array): Buffer {
  if (payload.length < 2 * blockLength || payload.length % blockLength !== 0) {
    throw malformed('encrypted payload length');
  }
  const decipher = createDecipheriv(algorithm, aesKey, payload.subarray(0, blockLength)).setAutoPadding(
    false,
  );
  const padded = Buffer.concat([decipher.update(payload.subarray(blockLength)), decipher.final()]);
  const padLength = padded.at(-1) ?? 0;
  if (padLength > blockLength || padLength + 1 > padded.length) throw malformed('confidentiality pad');
  return padded.subarray(0, padded.length - padLength - 1);
}
