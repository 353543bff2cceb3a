/** The sensor data record repository, IPMI 2.0 §33.9 to §33.12. */
import { defineCommand, NetFn, noRequest } from '../command.ts';
import { decodeSdrChunk, encodeSdrRead, type SdrChunk, type SdrRead } from '../sdr-chunk.ts';

export interface SdrRepositoryInfo {
  /** Wrong on some firmware: a hint, never a bound. */
  readonly recordCount: number;
  /** Seconds of the BMC's clock. */
  readonly lastAddition: number;
  readonly lastErase: number;
}

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

export const reserveSdrRepository = defineCommand<void, { readonly reservation: number }>({
  name: 'Reserve SDR Repository',
  netFn: NetFn.storage,
  code: 0x22,
  effect: 'read',
  encode: noRequest,
  decode: (reader) => ({ reservation: reader.u16('reservation') }),
});

/** CAh: fewer bytes may be asked for. C5h: the reservation is lost. */
export const getSdr = defineCommand<SdrRead, SdrChunk>({
  name: 'Get SDR',
  netFn: NetFn.storage,
  code: 0x23,
  effect: 'read',
  encode: encodeSdrRead,
  decode: decodeSdrChunk,
});
