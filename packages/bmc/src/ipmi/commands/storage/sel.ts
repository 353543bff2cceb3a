/** The system event log, IPMI 2.0 §31.2 to §31.12. */
import { defineCommand, NetFn, noRequest, noResponse } from '../command.ts';

export interface SelInfo {
  readonly entryCount: number;
  readonly freeBytes: number;
  /** Seconds of the BMC's clock. */
  readonly lastAddition: number;
  readonly lastErase: number;
  /** Events were lost for want of room. */
  readonly overflow: boolean;
}

export const selEntryLength = 16;

export const getSelInfo = defineCommand<void, SelInfo>({
  name: 'Get SEL Info',
  netFn: NetFn.storage,
  code: 0x40,
  effect: 'read',
  encode: noRequest,
  decode(reader) {
    reader.skip(1, 'SEL version');
    return {
      entryCount: reader.u16('entry count'),
      freeBytes: reader.u16('free space'),
      lastAddition: reader.u32('last addition'),
      lastErase: reader.u32('last erase'),
      overflow: (reader.u8('operation support') & 0x80) !== 0,
    };
  },
});

export const reserveSel = defineCommand<void, { readonly reservation: number }>({
  name: 'Reserve SEL',
  netFn: NetFn.storage,
  code: 0x42,
  effect: 'read',
  encode: noRequest,
  decode: (reader) => ({ reservation: reader.u16('reservation') }),
});

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

/** Whole entries need no reservation. CBh: there is no such entry. */
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

/** `entry` is 16 bytes; the BMC gives record id and time. Sent once: a repeat adds a second entry. */
export const addSelEntry = defineCommand<{ readonly entry: Uint8Array }, { readonly recordId: number }>({
  name: 'Add SEL Entry',
  netFn: NetFn.storage,
  code: 0x44,
  effect: 'write',
  repeatable: false,
  encode(request, writer) {
    writer.bytes(request.entry);
  },
  decode: (reader) => ({ recordId: reader.u16('record id') }),
});

export interface SelErasure {
  readonly reservation: number;
  /** `start` erases, `progress` asks how far it is. */
  readonly step: 'start' | 'progress';
}

export const clearSel = defineCommand<SelErasure, { readonly done: boolean }>({
  name: 'Clear SEL',
  netFn: NetFn.storage,
  code: 0x47,
  effect: 'write',
  repeatable: true,
  encode(request, writer) {
    writer.u16(request.reservation).bytes(Buffer.from('CLR', 'latin1'));
    writer.u8(request.step === 'start' ? 0xaa : 0x00);
  },
  decode: (reader) => ({ done: (reader.u8('erasure progress') & 0x0f) === 1 }),
});

/** Seconds since 1970 of the BMC's clock, whose time zone nobody specifies. */
export const getSelTime = defineCommand<void, { readonly seconds: number }>({
  name: 'Get SEL Time',
  netFn: NetFn.storage,
  code: 0x48,
  effect: 'read',
  encode: noRequest,
  decode: (reader) => ({ seconds: reader.u32('time') }),
});

export const setSelTime = defineCommand<{ readonly seconds: number }, void>({
  name: 'Set SEL Time',
  netFn: NetFn.storage,
  code: 0x49,
  effect: 'write',
  repeatable: true,
  encode(request, writer) {
    writer.u32(request.seconds);
  },
  decode: noResponse,
});
