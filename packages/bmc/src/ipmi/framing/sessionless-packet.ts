/**
 * IPMI messages outside a session travel in the IPMI 1.5 wrapper: authentication type none, sequence and
 * session id zero. IPMI 2.0 §13.6.
 */
import { malformed } from '../malformed.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { isIpmiDatagram, rmcpHeader, rmcpHeaderLength } from './rmcp.ts';

const authTypeNone = 0x00;

/** Wraps one IPMI message for sending outside a session. */
export function encodeSessionlessPacket(message: Uint8Array): Buffer {
  return new ByteWriter()
    .bytes(rmcpHeader)
    .u8(authTypeNone)
    .u32(0)
    .u32(0)
    .u8(message.length)
    .bytes(message)
    .finish();
}

/** Whether the datagram is a 1.5 wrapper without authentication. */
export function isSessionlessPacket(datagram: Uint8Array): boolean {
  return isIpmiDatagram(datagram) && datagram[rmcpHeaderLength] === authTypeNone;
}

/** The IPMI message in a sessionless packet. Throws `protocol-violation` on anything else. */
export function decodeSessionlessPacket(datagram: Uint8Array): Buffer {
  if (!isSessionlessPacket(datagram)) throw malformed('not a sessionless packet');
  const reader = new ByteReader(datagram);
  reader.skip(rmcpHeaderLength + 1, 'header');
  if (reader.u32('session sequence') !== 0) throw malformed('sequence outside a session');
  if (reader.u32('session id') !== 0) throw malformed('session id outside a session');
  // A legacy pad byte may follow the message (§13.6), so the rest is not checked.
  return reader.bytes(reader.u8('message length'), 'message');
}
