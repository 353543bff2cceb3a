/** What a datagram is, as far as it shows without a key: for those who carry it between a client and a BMC. */
import type { CipherSuiteId } from '../capabilities.ts';
import { BmcError } from '../errors.ts';
import { findCipherSuite } from './crypto/cipher-suite.ts';
import { decodeIpmiRequest } from './framing/ipmi-message.ts';
import { PayloadType } from './framing/payload-type.ts';
import { isIpmiDatagram, rmcpHeaderLength } from './framing/rmcp.ts';
import { decodeSessionFrame, isRmcpPlusPacket, type SessionFrame } from './framing/session-header.ts';
import { decodeSessionlessPacket, isSessionlessPacket } from './framing/sessionless-packet.ts';
import { decodeOpenSessionRequest, decodeOpenSessionResponse } from './payloads/open-session.ts';

export type ReadDatagram =
  | { readonly kind: 'presence-ping' | 'presence-pong' }
  /** An IPMI message outside of any session; `netFn` is odd in replies. */
  | { readonly kind: 'sessionless'; readonly netFn: number; readonly command: number }
  /** Traffic of an IPMI 1.5 session, whatever its authentication. */
  | { readonly kind: 'old-session' }
  /** `suite`: the one that is proposed, if it is one that protects a session in full. */
  | { readonly kind: 'open-session-request'; readonly suite: CipherSuiteId | undefined }
  | { readonly kind: 'open-session-refused' }
  | {
      readonly kind: 'session-opened';
      readonly suite: CipherSuiteId | undefined;
      readonly bmcSessionId: number;
    }
  | { readonly kind: 'rakp'; readonly message: 1 | 2 | 3 | 4 }
  /** RMCP+ inside a session; `sessionId` is the receiver's. */
  | {
      readonly kind: 'session';
      readonly sessionId: number;
      readonly payloadType: number;
      readonly authenticated: boolean;
    }
  | { readonly kind: 'unknown' };

const unknown = { kind: 'unknown' } as const;

/** Never throws. What is cut, or is no RMCP of a kind that BMCs use, is `unknown`. */
export function readDatagram(datagram: Uint8Array): ReadDatagram {
  try {
    if (isRmcpPlusPacket(datagram)) return readRmcpPlus(decodeSessionFrame(datagram));
    if (isSessionlessPacket(datagram)) return readOldWrapper(datagram);
    if (isIpmiDatagram(datagram)) return { kind: 'old-session' };
    return readPresence(datagram);
  } catch (error) {
    if (error instanceof BmcError) return unknown;
    throw error;
  }
}

const rmcpClassAsf = 0x06;
const asfHeaderLength = 8;
const presencePing = 0x80;
const presencePong = 0x40;

/** ASF 2.0 §3.2.4: four bytes of enterprise number, then the message type. */
function readPresence(datagram: Uint8Array): ReadDatagram {
  if (datagram[0] !== 0x06 || datagram[3] !== rmcpClassAsf) return unknown;
  if (datagram.length < rmcpHeaderLength + asfHeaderLength) return unknown;
  const type = datagram[rmcpHeaderLength + 4];
  if (type === presencePing) return { kind: 'presence-ping' };
  return type === presencePong ? { kind: 'presence-pong' } : unknown;
}

/** Authentication type none: outside of a session when both numbers are zero, an old session without a password if not. */
function readOldWrapper(datagram: Uint8Array): ReadDatagram {
  const numbers = datagram.subarray(rmcpHeaderLength + 1, rmcpHeaderLength + 9);
  if (numbers.some((byte) => byte !== 0)) return { kind: 'old-session' };
  return sessionless(decodeSessionlessPacket(datagram));
}

function sessionless(message: Uint8Array): ReadDatagram {
  const { netFn, command } = decodeIpmiRequest(message, 'ignore');
  return { kind: 'sessionless', netFn, command };
}

function readRmcpPlus(frame: SessionFrame): ReadDatagram {
  const { sessionId, payloadType, authenticated, payload } = frame;
  if (sessionId !== 0) return { kind: 'session', sessionId, payloadType, authenticated };
  if (authenticated || frame.encrypted) return unknown;
  switch (payloadType) {
    case PayloadType.ipmi:
      return sessionless(payload);
    case PayloadType.openSessionRequest:
      return { kind: 'open-session-request', suite: proposedSuite(payload) };
    case PayloadType.openSessionResponse:
      return readOpenSessionResponse(payload);
    case PayloadType.rakp1:
      return { kind: 'rakp', message: 1 };
    case PayloadType.rakp2:
      return { kind: 'rakp', message: 2 };
    case PayloadType.rakp3:
      return { kind: 'rakp', message: 3 };
    case PayloadType.rakp4:
      return { kind: 'rakp', message: 4 };
    default:
      return unknown;
  }
}

/** Offsets of the length bytes of the three algorithm records. A length of zero leaves the choice to the BMC. */
const algorithmLengths = [11, 19, 27];
const algorithmLength = 8;

function proposedSuite(payload: Buffer): CipherSuiteId | undefined {
  const { algorithms } = decodeOpenSessionRequest(payload);
  const choosesAll = algorithmLengths.every((offset) => payload[offset] === algorithmLength);
  return choosesAll ? findCipherSuite(algorithms)?.id : undefined;
}

function readOpenSessionResponse(payload: Buffer): ReadDatagram {
  const { accepted } = decodeOpenSessionResponse(payload);
  if (accepted === undefined) return { kind: 'open-session-refused' };
  const suite = findCipherSuite(accepted.algorithms)?.id;
  return { kind: 'session-opened', suite, bmcSessionId: accepted.bmcSessionId };
}
