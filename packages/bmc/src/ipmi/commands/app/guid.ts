import type { ByteReader } from '../../framing/byte-reader.ts';

export interface Guid {
  /** 32 hexadecimal digits in the order of the wire. Firmware disagrees on the field order of a GUID. */
  readonly bytes: string;
}

export function readGuid(reader: ByteReader): Guid {
  return { bytes: reader.bytes(16, 'GUID').toString('hex') };
}
