/**
 * Authentication codes and keys of the RAKP handshake, IPMI 2.0 §13.28 to §13.32. The same functions serve
 * both ends. Session ids are numbers; they enter the hash as 4 bytes little-endian, as on the wire.
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { ByteWriter } from '../framing/byte-writer.ts';
import type { CipherSuite } from './cipher-suite.ts';

export interface RakpExchange {
  readonly suite: CipherSuite;
  readonly consoleSessionId: number;
  readonly bmcSessionId: number;
  /** 16 bytes. */
  readonly consoleRandom: Uint8Array;
  /** 16 bytes. */
  readonly bmcRandom: Uint8Array;
  /** 16 bytes, all zero on some Supermicro X10: still part of the hash. */
  readonly bmcGuid: Uint8Array;
  /** The whole role byte of RAKP1, lookup bit included. */
  readonly role: number;
  /** At most 16 bytes, not padded. */
  readonly username: Uint8Array;
}

/**
 * Keys of one established session, as key objects: they do not print, and Node 24 takes them several times
 * faster than bytes.
 */
export interface SessionKeys {
  readonly suite: CipherSuite;
  /** Keys the trailer of each packet: K1, or the padded password where the suite's trailer is keyed MD5. */
  readonly trailerKey: KeyObject;
  /** 16 bytes: the front of K2. */
  readonly aesKey: KeyObject;
}

/** Key exchange authentication code of RAKP2, keyed by the user's password. */
export function rakp2AuthCode(exchange: RakpExchange, password: Uint8Array): Buffer {
  const message = new ByteWriter()
    .u32(exchange.consoleSessionId)
    .u32(exchange.bmcSessionId)
    .bytes(exchange.consoleRandom)
    .bytes(exchange.bmcRandom)
    .bytes(exchange.bmcGuid)
    .bytes(nameTail(exchange))
    .finish();
  return hmac(exchange.suite, password, message);
}

/** Key exchange authentication code of RAKP3, keyed by the user's password. */
export function rakp3AuthCode(exchange: RakpExchange, password: Uint8Array): Buffer {
  const message = new ByteWriter()
    .bytes(exchange.bmcRandom)
    .u32(exchange.consoleSessionId)
    .bytes(nameTail(exchange))
    .finish();
  return hmac(exchange.suite, password, message);
}

/** The session integrity key. `key` is K_g where the BMC has one, else the user's password. */
export function sessionIntegrityKey(exchange: RakpExchange, key: Uint8Array): Buffer {
  const message = new ByteWriter()
    .bytes(exchange.consoleRandom)
    .bytes(exchange.bmcRandom)
    .bytes(nameTail(exchange))
    .finish();
  return hmac(exchange.suite, key, message);
}

/** Integrity check value of RAKP4, cut to the suite's length. */
export function rakp4IntegrityCheck(exchange: RakpExchange, integrityKey: Uint8Array): Buffer {
  const message = new ByteWriter()
    .bytes(exchange.consoleRandom)
    .u32(exchange.bmcSessionId)
    .bytes(exchange.bmcGuid)
    .finish();
  return hmac(exchange.suite, integrityKey, message).subarray(0, exchange.suite.integrityCodeLength);
}

const firstConstant = Buffer.alloc(20, 0x01);
const secondConstant = Buffer.alloc(20, 0x02);

/** Bytes to which the password is padded for keyed MD5: Kuid's length, as FreeIPMI has it. */
const keyedMd5Length = 20;

/** The constants of K1 and K2 stay 20 bytes long for SHA-256 and MD5 too (§13.32). */
export function deriveSessionKeys(
  suite: CipherSuite,
  integrityKey: Uint8Array,
  password: Uint8Array,
): SessionKeys {
  const k2 = hmac(suite, integrityKey, secondConstant);
  const aesKey = createSecretKey(k2.subarray(0, 16));
  if (suite.trailer === 'hmac')
    return { suite, trailerKey: createSecretKey(hmac(suite, integrityKey, firstConstant)), aesKey };
  const padded = Buffer.alloc(keyedMd5Length);
  padded.set(password);
  const trailerKey = createSecretKey(padded);
  padded.fill(0);
  return { suite, trailerKey, aesKey };
}

function nameTail(exchange: RakpExchange): Buffer {
  return new ByteWriter().u8(exchange.role).u8(exchange.username.length).bytes(exchange.username).finish();
}

function hmac(suite: CipherSuite, key: Uint8Array, message: Uint8Array): Buffer {
  return createHmac(suite.hash, createSecretKey(key)).update(message).digest();
}
