/** RAKP Message 1, IPMI 2.0 §13.20. */
import { ByteReader } from '../framing/byte-reader.ts';
import { ByteWriter } from '../framing/byte-writer.ts';
import { malformed } from '../malformed.ts';

/** Bit of the role byte: look the user up by name alone, whatever privilege is asked for. */
export const nameOnlyLookup = 0x10;

export const maxUsernameLength = 16;

export interface Rakp1 {
  readonly tag: number;
  readonly bmcSessionId: number;
  /** 16 bytes. */
  readonly consoleRandom: Buffer;
  /** Privilege in the low nibble, `nameOnlyLookup` above it. It enters the hashes whole. */
  readonly role: number;
  readonly username: Buffer;
}

export function encodeRakp1(message: Rakp1): Buffer {
  return new ByteWriter()
    .u8(message.tag)
    .zeros(3)
    .u32(message.bmcSessionId)
    .bytes(message.consoleRandom)
    .u8(message.role)
    .zeros(2)
    .u8(message.username.length)
    .bytes(message.username)
    .finish();
}

export function decodeRakp1(payload: Uint8Array): Rakp1 {
  const reader = new ByteReader(payload);
  const tag = reader.u8('tag');
  reader.skip(3, 'reserved');
  const bmcSessionId = reader.u32('BMC session id');
  const consoleRandom = reader.bytes(16, 'console random number');
  const role = reader.u8('role');
  reader.skip(2, 'reserved');
  const nameLength = reader.u8('name length');
  if (nameLength > maxUsernameLength) throw malformed('user name is longer than 16 bytes');
  return { tag, bmcSessionId, consoleRandom, role, username: reader.bytes(nameLength, 'user name') };
}
