/** RAKP Message 3, IPMI 2.0 §13.22. */
import { ByteReader } from '../framing/byte-reader.ts';
import { ByteWriter } from '../framing/byte-writer.ts';

export interface Rakp3 {
  readonly tag: number;
  /** Not zero when the console gives up, so that the BMC can free the slot. */
  readonly status: number;
  readonly bmcSessionId: number;
  /** Empty when `status` is not zero. */
  readonly authCode: Buffer;
}

export function encodeRakp3(message: Rakp3): Buffer {
  return new ByteWriter()
    .u8(message.tag)
    .u8(message.status)
    .zeros(2)
    .u32(message.bmcSessionId)
    .bytes(message.authCode)
    .finish();
}

export function decodeRakp3(payload: Uint8Array): Rakp3 {
  const reader = new ByteReader(payload);
  const tag = reader.u8('tag');
  const status = reader.u8('status');
  reader.skip(2, 'reserved');
  return { tag, status, bmcSessionId: reader.u32('BMC session id'), authCode: reader.rest() };
}
