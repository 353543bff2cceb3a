/** RAKP Message 2, IPMI 2.0 §13.21. */
import { ByteReader } from '../framing/byte-reader.ts';
import { ByteWriter } from '../framing/byte-writer.ts';
import { RmcpStatus } from './rmcp-status.ts';

export type Rakp2 =
  | { readonly tag: number; readonly status: number; readonly accepted: undefined }
  | { readonly tag: number; readonly status: 0; readonly accepted: Rakp2Accepted };

export interface Rakp2Accepted {
  readonly consoleSessionId: number;
  /** 16 bytes. */
  readonly bmcRandom: Buffer;
  /** 16 bytes. */
  readonly bmcGuid: Buffer;
  /** Its length depends on the suite and is checked when it is compared. */
  readonly authCode: Buffer;
}

export function encodeRakp2(message: Rakp2): Buffer {
  const writer = new ByteWriter().u8(message.tag).u8(message.status).zeros(2);
  if (message.accepted === undefined) return writer.zeros(4).finish();
  const { accepted } = message;
  return writer
    .u32(accepted.consoleSessionId)
    .bytes(accepted.bmcRandom)
    .bytes(accepted.bmcGuid)
    .bytes(accepted.authCode)
    .finish();
}

/** A refusal may be cut after its status byte. */
export function decodeRakp2(payload: Uint8Array): Rakp2 {
  const reader = new ByteReader(payload);
  const tag = reader.u8('tag');
  const status = reader.u8('status');
  if (status !== RmcpStatus.ok) return { tag, status, accepted: undefined };
  reader.skip(2, 'reserved');
  const consoleSessionId = reader.u32('console session id');
  const bmcRandom = reader.bytes(16, 'BMC random number');
  const bmcGuid = reader.bytes(16, 'BMC GUID');
  return {
    tag,
    status: RmcpStatus.ok,
    accepted: { consoleSessionId, bmcRandom, bmcGuid, authCode: reader.rest() },
  };
}
