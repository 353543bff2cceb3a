import { defineCommand, NetFn } from '../command.ts';

export const selEntryLength = 16;

export interface SelEntryRead {
  /** 0000h is the first entry, FFFFh the last. */
  readonly recordId: number;
}

export interface SelEntryReply {
  /** FFFFh after the last entry. */
  readonly nextRecordId: number;
  /** 16 bytes. */
  readonly entry: Buffer;
}

/** Get SEL Entry, IPMI 2.0 §31.5. Whole entries need no reservation. CBh: there is no such entry. */
export const getSelEntry = defineCommand<SelEntryRead, SelEntryReply>({
  name: 'Get SEL Entry',
  netFn: NetFn.storage,
  code: 0x43,
  effect: 'read',
  encode(request, writer) {
    writer.u16(0).u16(request.recordId).u8(0).u8(0xff);
  },
  decode: (reader) => ({
    nextRecordId: reader.u16('next record id'),
    entry: Buffer.from(reader.bytes(selEntryLength, 'entry')),
  }),
});
