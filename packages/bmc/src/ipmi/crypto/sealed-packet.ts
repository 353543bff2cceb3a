/**
 * Packets of an established session: encrypted, then authenticated by the session trailer
 * (IPMI 2.0 §13.6, table 13-8). The same functions serve both ends.
 */
import { createHash, createHmac, type KeyObject } from 'node:crypto';
import { rmcpHeaderLength } from '../framing/rmcp.ts';
import { decodeSessionFrame, encodeSessionFrame, isRmcpPlusPacket } from '../framing/session-header.ts';
import { decryptPayload, encryptPayload } from './aes-payload.ts';
import { codesMatch } from './codes-match.ts';
import type { SessionKeys } from './rakp-codes.ts';

const nextHeader = 0x07;
const integrityPadByte = 0xff;

export interface SessionPacket {
  readonly payloadType: number;
  /** The receiver's session id. */
  readonly sessionId: number;
  readonly sequence: number;
  readonly payload: Buffer;
}

/** `iv` must be 16 fresh random bytes. */
export function sealPacket(keys: SessionKeys, packet: SessionPacket, iv: Uint8Array): Buffer {
  const frame = encodeSessionFrame(
    {
      payloadType: packet.payloadType,
      encrypted: true,
      authenticated: true,
      sessionId: packet.sessionId,
      sequence: packet.sequence,
    },
    encryptPayload(keys.aesKey, packet.payload, iv),
  );
  const padLength = -(frame.length - rmcpHeaderLength + 2) & 3;
  const codeStart = frame.length + padLength + 2;
  const sealed = Buffer.alloc(codeStart + keys.suite.integrityCodeLength, integrityPadByte);
  sealed.set(frame);
  sealed[codeStart - 2] = padLength;
  sealed[codeStart - 1] = nextHeader;
  sealed.set(integrityCode(keys, sealed.subarray(rmcpHeaderLength, codeStart)), codeStart);
  return sealed;
}

/**
 * Opens a packet: first the authentication code over all that it covers, then the header, then the payload.
 * Returns `undefined` for what is not authentic, so that a flood of rubbish costs no stack traces; throws
 * `protocol-violation` for what is authentic and still malformed.
 */
export function openPacket(keys: SessionKeys, datagram: Uint8Array): SessionPacket | undefined {
  if (!isRmcpPlusPacket(datagram) || !isAuthentic(keys, datagram)) return undefined;
  const frame = decodeSessionFrame(datagram);
  if (!frame.encrypted || !frame.authenticated) return undefined;
  return {
    payloadType: frame.payloadType,
    sessionId: frame.sessionId,
    sequence: frame.sequence,
    payload: decryptPayload(keys.aesKey, frame.payload),
  };
}

function isAuthentic(keys: SessionKeys, datagram: Uint8Array): boolean {
  const codeStart = datagram.length - keys.suite.integrityCodeLength;
  if (codeStart <= rmcpHeaderLength) return false;
  const expected = integrityCode(keys, datagram.subarray(rmcpHeaderLength, codeStart));
  return codesMatch(datagram.subarray(codeStart), expected);
}

function integrityCode(keys: SessionKeys, covered: Uint8Array): Buffer {
  if (keys.suite.trailer === 'keyed-md5') return keyedMd5(keys.trailerKey, covered);
  return createHmac(keys.suite.hash, keys.trailerKey)
    .update(covered)
    .digest()
    .subarray(0, keys.suite.integrityCodeLength);
}

function keyedMd5(trailerKey: KeyObject, covered: Uint8Array): Buffer {
  const key = trailerKey.export();
  const code = createHash('md5').update(key).update(covered).update(key).digest();
  key.fill(0);
  return code;
}
