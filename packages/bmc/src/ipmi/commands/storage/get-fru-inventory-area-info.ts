import { defineCommand, NetFn } from '../command.ts';

export interface FruAreaInfo {
  readonly sizeBytes: number;
  /** Offsets and counts are in words where the device is read by words. */
  readonly access: 'bytes' | 'words';
}

/** Get FRU Inventory Area Info, IPMI 2.0 §34.1. CBh: there is no such device. */
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
