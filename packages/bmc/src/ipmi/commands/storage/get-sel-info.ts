import { defineCommand, NetFn, noRequest } from '../command.ts';

export interface SelInfo {
  readonly entryCount: number;
  readonly freeBytes: number;
  /** Seconds of the BMC's clock. */
  readonly lastAddition: number;
  readonly lastErase: number;
  /** Events were lost for want of room. */
  readonly overflow: boolean;
}

/** Get SEL Info, IPMI 2.0 §31.2. */
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
