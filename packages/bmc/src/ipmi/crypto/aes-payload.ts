/** AES-CBC-128 confidentiality, IPMI 2.0 §13.29: IV, ciphertext; pad bytes 1, 2, 3… and a pad length. */
import {
  type Cipheriv,
  createCipheriv,
  createDecipheriv,
  type Decipheriv,
  type KeyObject,
} from 'node:crypto';
import { malformed } from '../malformed.ts';

const blockLength = 16;
const algorithm = 'aes-128-cbc';

/**
 * Two contexts for each key, used for all of its payloads: making one costs four times as much as a payload does. A CBC
 * context chains each payload to the last; that is undone by what is put in, see below.
 */
interface Contexts {
  readonly cipher: Cipheriv;
  readonly decipher: Decipheriv;
  /** The block that the cipher will chain to. */
  chainedTo: Uint8Array;
}

const contextsOfKey = new WeakMap<KeyObject, Contexts>();

/** `iv` must be 16 fresh random bytes for each payload. */
export function encryptPayload(aesKey: KeyObject, plaintext: Uint8Array, iv: Uint8Array): Buffer {
  const padLength = (blockLength - ((plaintext.length + 1) % blockLength)) % blockLength;
  const padded = Buffer.alloc(plaintext.length + padLength + 1);
  padded.set(plaintext);
  for (let i = 0; i < padLength; i++) padded[plaintext.length + i] = i + 1;
  padded[padded.length - 1] = padLength;
  const contexts = contextsOf(aesKey);
  const { cipher, chainedTo } = contexts;
  // The context will add the block that it is chained to; adding it here too leaves the IV alone.
  for (let i = 0; i < blockLength; i++) padded[i] = (padded[i] ?? 0) ^ (iv[i] ?? 0) ^ (chainedTo[i] ?? 0);
  const ciphertext = cipher.update(padded);
  contexts.chainedTo = ciphertext.subarray(-blockLength);
  return Buffer.concat([iv, ciphertext]);
}

/**
 * Call it only on payloads whose authentication code was checked. Pad lengths of 0 to 16 are accepted:
 * OpenBMC adds a whole block where none is needed. Pad bytes are not compared, the code covers them.
 */
export function decryptPayload(aesKey: KeyObject, payload: Uint8Array): Buffer {
  if (payload.length < 2 * blockLength || payload.length % blockLength !== 0) {
    throw malformed('encrypted payload length');
  }
  // Decrypted as if it were ciphertext, the IV becomes a block of rubbish that chains the next one rightly.
  const padded = contextsOf(aesKey).decipher.update(payload).subarray(blockLength);
  const padLength = padded.at(-1) ?? 0;
  if (padLength > blockLength || padLength + 1 > padded.length) throw malformed('confidentiality pad');
  return padded.subarray(0, padded.length - padLength - 1);
}

function contextsOf(aesKey: KeyObject): Contexts {
  const known = contextsOfKey.get(aesKey);
  if (known !== undefined) return known;
  const start = Buffer.alloc(blockLength);
  const contexts: Contexts = {
    cipher: createCipheriv(algorithm, aesKey, start).setAutoPadding(false),
    decipher: createDecipheriv(algorithm, aesKey, start).setAutoPadding(false),
    chainedTo: start,
  };
  contextsOfKey.set(aesKey, contexts);
  return contexts;
}
