/** Strings with a type/length byte, IPMI 2.0 §43.15 and the FRU specification §13. */
import type { ByteReader } from './framing/byte-reader.ts';
import { printableText } from './printable-text.ts';

const bcdPlus = '0123456789 -.???';
const lengthMask = { sdr: 0x1f, fru: 0x3f } as const;

/**
 * Reads the type/length byte and what follows. Firmware counts packed characters instead of bytes or cuts
 * the last record short, so a length beyond the end is clipped to what is there, knowingly.
 */
export function readTypeLengthText(reader: ByteReader, source: 'sdr' | 'fru'): string {
  const typeLength = reader.u8('type/length');
  return decodeText(typeLength >> 6, readClipped(reader, typeLength & lengthMask[source]), source);
}

function readClipped(reader: ByteReader, length: number): Buffer {
  return reader.bytes(Math.min(length, reader.remaining), 'text');
}

function decodeText(type: number, bytes: Buffer, source: 'sdr' | 'fru'): string {
  switch (type) {
    case 0:
      return source === 'fru' ? bytes.toString('hex') : printableText(decodeUtf16(bytes));
    case 1:
      return decodeBcdPlus(bytes);
    case 2:
      return decodeSixBit(bytes);
    default:
      return printableText(bytes.toString('latin1'));
  }
}

function decodeUtf16(bytes: Buffer): string {
  return bytes.subarray(0, bytes.length & ~1).toString('utf16le');
}

function decodeBcdPlus(bytes: Buffer): string {
  const digits = Array.from(bytes, (byte) => `${bcdPlus[byte >> 4]}${bcdPlus[byte & 0x0f]}`);
  return digits.join('').trimEnd();
}

/** Four characters in three bytes, least significant bits first, 20h added to each. */
function decodeSixBit(bytes: Buffer): string {
  let text = '';
  let held = 0;
  let heldBits = 0;
  for (const byte of bytes) {
    held |= byte << heldBits;
    heldBits += 8;
    for (; heldBits >= 6; heldBits -= 6, held >>= 6) text += String.fromCharCode(0x20 + (held & 0x3f));
  }
  return text.trimEnd();
}
