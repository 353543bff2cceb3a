/** Get SDR and Get Device SDR ask and answer alike, IPMI 2.0 §33.12 and §35.3. */
import type { ByteReader } from '../framing/byte-reader.ts';
import type { ByteWriter } from '../framing/byte-writer.ts';

export interface SdrRead {
  readonly reservation: number;
  /** 0000h is the first record. */
  readonly recordId: number;
  readonly offset: number;
  /** FFh asks for the whole record. */
  readonly count: number;
  /** Device SDRs only: the logical unit that is asked. */
  readonly lun?: number;
}

export interface SdrChunk {
  /** FFFFh after the last record. */
  readonly nextRecordId: number;
  readonly data: Buffer;
}

export function encodeSdrRead(request: SdrRead, writer: ByteWriter): void {
  writer.u16(request.reservation).u16(request.recordId).u8(request.offset).u8(request.count);
}

export function decodeSdrChunk(reader: ByteReader): SdrChunk {
  return { nextRecordId: reader.u16('next record id'), data: Buffer.from(reader.rest()) };
}
