import { defineCommand, NetFn } from '../command.ts';
import { decodeSdrChunk, encodeSdrRead, type SdrChunk, type SdrRead } from '../sdr-chunk.ts';

/** Get Device SDR, IPMI 2.0 §35.3. CAh: fewer bytes may be asked for. C5h: the reservation is lost. */
export const getDeviceSdr = defineCommand<SdrRead, SdrChunk>({
  name: 'Get Device SDR',
  netFn: NetFn.sensor,
  code: 0x21,
  effect: 'read',
  lun: (request) => request.lun ?? 0,
  encode: encodeSdrRead,
  decode: decodeSdrChunk,
});
