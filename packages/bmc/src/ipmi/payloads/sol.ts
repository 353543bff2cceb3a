/** SOL payload packets, IPMI 2.0 §15.9: 4 bytes of head, then characters. */
import { ByteReader } from '../framing/byte-reader.ts';
import { ByteWriter } from '../framing/byte-writer.ts';

export interface SolPacket {
  /** 1 to 15; 0 for a packet that only acknowledges. */
  readonly sequence: number;
  /** Sequence that is acknowledged; 0 for none. */
  readonly acknowledged: number;
  /** How many characters of the acknowledged packet were taken. */
  readonly accepted: number;
  /** Operation byte (console to BMC) or status byte (BMC to console). */
  readonly flags: number;
  readonly characters: Buffer;
}

/** Bits that the console sets, table 15-2. */
export const SolOperation = { nack: 0x40, break: 0x10, flushInbound: 0x02, flushOutbound: 0x01 } as const;

/** Bits that the BMC sets, table 15-2. */
export const SolStatus = {
  nack: 0x40,
  transferUnavailable: 0x20,
  deactivating: 0x10,
  overrun: 0x08,
  breakDetected: 0x04,
} as const;

export function encodeSol(packet: SolPacket): Buffer {
  return new ByteWriter()
    .u8(packet.sequence & 0x0f)
    .u8(packet.acknowledged & 0x0f)
    .u8(packet.accepted)
    .u8(packet.flags)
    .bytes(packet.characters)
    .finish();
}

export function decodeSol(payload: Uint8Array): SolPacket {
  const reader = new ByteReader(payload);
  return {
    sequence: reader.u8('sequence') & 0x0f,
    acknowledged: reader.u8('acknowledged sequence') & 0x0f,
    accepted: reader.u8('accepted characters'),
    flags: reader.u8('flags'),
    characters: reader.rest(),
  };
}
