/** RAKP Message 4, IPMI 2.0 §13.23. */
import { ByteReader } from '../framing/byte-reader.ts';
import { ByteWriter } from '../framing/byte-writer.ts';
import { RmcpStatus } from './rmcp-status.ts';

export type Rakp4 =
  | { readonly tag: number; readonly status: number; readonly accepted: undefined }
  | { readonly tag: number; readonly status: 0; readonly accepted: Rakp4Accepted };

export interface Rakp4Accepted {
  readonly consoleSessionId: number;
  readonly integrityCheck: Buffer;
}

export function encodeRakp4(message: Rakp4): Buffer {
  const writer = new ByteWriter().u8(message.tag).u8(message.status).zeros(2);
  if (message.accepted === undefined) return writer.zeros(4).finish();
  return writer.u32(message.accepted.consoleSessionId).bytes(message.accepted.integrityCheck).finish();
}

/** A refusal may be cut after its status byte. */
export function decodeRakp4(payload: Uint8Array): Rakp4 {
  const reader = new ByteReader(payload);
  const tag = reader.u8('tag');
  const status = reader.u8('status');
  if (status !== RmcpStatus.ok) return { tag, status, accepted: undefined };
  reader.skip(2, 'reserved');
  const consoleSessionId = reader.u32('console session id');
  return { tag, status: RmcpStatus.ok, accepted: { consoleSessionId, integrityCheck: reader.rest() } };
}
