import { defineCommand, NetFn } from '../command.ts';
import { decodeSdrChunk, encodeSdrRead, type SdrChunk, type SdrRead } from '../sdr-chunk.ts';

/** Get SDR, IPMI 2.0 §33.12. CAh: fewer bytes may be asked for. C5h: the reservation is lost. */
export const getSdr = defineCommand<SdrRead, SdrChunk>({
  name: 'Get SDR',
  netFn: NetFn.storage,
  code: 0x23,
  effect: 'read',
  encode: encodeSdrRead,
  decode: decodeSdrChunk,
});
