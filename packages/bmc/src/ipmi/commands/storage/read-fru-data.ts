import { defineCommand, NetFn } from '../command.ts';

export interface FruRead {
  readonly fruId: number;
  readonly offset: number;
  readonly count: number;
}

/** Read FRU Data, IPMI 2.0 §34.2. C7h, C8h and CAh ask for smaller counts. */
export const readFruData = defineCommand<FruRead, { readonly data: Buffer }>({
  name: 'Read FRU Data',
  netFn: NetFn.storage,
  code: 0x11,
  effect: 'read',
  encode(request, writer) {
    writer.u8(request.fruId).u16(request.offset).u8(request.count);
  },
  decode(reader) {
    reader.skip(1, 'count returned');
    return { data: Buffer.from(reader.rest()) };
  },
});
