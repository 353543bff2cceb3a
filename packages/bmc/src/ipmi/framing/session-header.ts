/** RMCP+ session header, IPMI 2.0 table 13-8. */
import { malformed } from '../malformed.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { PayloadType } from './payload-type.ts';
import { isIpmiDatagram, rmcpHeader, rmcpHeaderLength } from './rmcp.ts';

const authTypeRmcpPlus = 0x06;
const encryptedBit = 0x80;
const authenticatedBit = 0x40;
const payloadTypeMask = 0x3f;

export interface SessionHeader {
  readonly payloadType: number;
  readonly encrypted: boolean;
  readonly authenticated: boolean;
  /** The receiver's session id; 0 outside a session. */
  readonly sessionId: number;
  readonly sequence: number;
}

export interface SessionFrame extends SessionHeader {
  /** Still encrypted where `encrypted` is set. */
  readonly payload: Buffer;
  /** What follows the payload: the session trailer, when `authenticated` is set. */
  readonly trailer: Buffer;
}

/** Whether the datagram uses the RMCP+ wrapper. */
export function isRmcpPlusPacket(datagram: Uint8Array): boolean {
  return isIpmiDatagram(datagram) && datagram[rmcpHeaderLength] === authTypeRmcpPlus;
}

/** RMCP header, session header and payload; a trailer, if any, is the caller's to append. */
export function encodeSessionFrame(header: SessionHeader, payload: Uint8Array): Buffer {
  const flags =
    (header.encrypted ? encryptedBit : 0) |
    (header.authenticated ? authenticatedBit : 0) |
    (header.payloadType & payloadTypeMask);
  return new ByteWriter()
    .bytes(rmcpHeader)
    .u8(authTypeRmcpPlus)
    .u8(flags)
    .u32(header.sessionId)
    .u32(header.sequence)
    .u16(payload.length)
    .bytes(payload)
    .finish();
}

/** Splits a datagram without checking its authenticity: good for routing, never for trust. */
export function decodeSessionFrame(datagram: Uint8Array): SessionFrame {
  if (!isRmcpPlusPacket(datagram)) throw malformed('not an RMCP+ packet');
  const reader = new ByteReader(datagram);
  reader.skip(rmcpHeaderLength + 1, 'header');
  const flags = reader.u8('payload type');
  const payloadType = flags & payloadTypeMask;
  if (payloadType === PayloadType.oemExplicit) reader.skip(6, 'OEM payload id');
  const sessionId = reader.u32('session id');
  const sequence = reader.u32('session sequence');
  const payload = reader.bytes(reader.u16('payload length'), 'payload');
  return {
    payloadType,
    encrypted: (flags & encryptedBit) !== 0,
    authenticated: (flags & authenticatedBit) !== 0,
    sessionId,
    sequence,
    payload,
    trailer: reader.rest(),
  };
}

/** The packet of a handshake payload: no session, no sequence, no protection. */
export function encodeHandshakePacket(payloadType: number, payload: Uint8Array): Buffer {
  return encodeSessionFrame(
    { payloadType, encrypted: false, authenticated: false, sessionId: 0, sequence: 0 },
    payload,
  );
}
