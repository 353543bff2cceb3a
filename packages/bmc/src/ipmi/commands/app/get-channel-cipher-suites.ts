import { defineCommand, NetFn } from '../command.ts';

export interface CipherSuiteChunk {
  readonly channel: number;
  /** Up to 16 bytes of cipher suite records; fewer than 16 end the list. */
  readonly records: Buffer;
}

/** Get Channel Cipher Suites, IPMI 2.0 §22.15. `index` counts chunks of 16 bytes from 0. */
export const getChannelCipherSuites = defineCommand<
  { readonly channel: number; readonly index: number },
  CipherSuiteChunk
>({
  name: 'Get Channel Cipher Suites',
  netFn: NetFn.app,
  code: 0x54,
  effect: 'read',
  encode(request, writer) {
    const listBySuite = 0x80;
    writer
      .u8(request.channel)
      .u8(0)
      .u8(listBySuite | (request.index & 0x3f));
  },
  decode: (reader) => ({ channel: reader.u8('channel') & 0x0f, records: Buffer.from(reader.rest()) }),
});
