/** FRU inventory areas, IPMI 2.0 §34.1 and §34.2. */
import { defineCommand, NetFn } from '../command.ts';

export interface FruAreaInfo {
  readonly sizeBytes: number;
  /** Offsets and counts are in words where the device is read by words. */
  readonly access: 'bytes' | 'words';
}

/** CBh: there is no such device. */
export const getFruAreaInfo = defineCommand<{ readonly fruId: number }, FruAreaInfo>({
  name: 'Get FRU Inventory Area Info',
  netFn: NetFn.storage,
  code: 0x10,
  effect: 'read',
  encode(request, writer) {
    writer.u8(request.fruId);
  },
  decode: (reader) => ({
    sizeBytes: reader.u16('area size'),
    access: (reader.u8('access') & 0x01) === 0 ? 'bytes' : 'words',
  }),
});

export interface FruRead {
  readonly fruId: number;
  readonly offset: number;
  readonly count: number;
}

/** C7h, C8h and CAh ask for smaller counts. */
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
