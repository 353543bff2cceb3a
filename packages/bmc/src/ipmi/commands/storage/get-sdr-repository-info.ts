import { defineCommand, NetFn, noRequest } from '../command.ts';

export interface SdrRepositoryInfo {
  /** Wrong on some firmware: a hint, never a bound. */
  readonly recordCount: number;
  /** Seconds of the BMC's clock. */
  readonly lastAddition: number;
  readonly lastErase: number;
}

/** Get SDR Repository Info, IPMI 2.0 §33.9. */
export const getSdrRepositoryInfo = defineCommand<void, SdrRepositoryInfo>({
  name: 'Get SDR Repository Info',
  netFn: NetFn.storage,
  code: 0x20,
  effect: 'read',
  encode: noRequest,
  decode(reader) {
    reader.skip(1, 'SDR version');
    const recordCount = reader.u16('record count');
    reader.skip(2, 'free space');
    return { recordCount, lastAddition: reader.u32('last addition'), lastErase: reader.u32('last erase') };
  },
});
