/** Sensor data records that a controller holds itself, IPMI 2.0 §35.2 to §35.4. */
import { defineCommand, NetFn, noRequest } from '../command.ts';
import { decodeSdrChunk, encodeSdrRead, type SdrChunk, type SdrRead } from '../sdr-chunk.ts';

export interface DeviceSdrInfo {
  /** Sensors (not records) on the logical unit that was asked. */
  readonly sensorCount: number;
  /** Logical units that have sensors. */
  readonly luns: readonly number[];
}

export const getDeviceSdrInfo = defineCommand<void, DeviceSdrInfo>({
  name: 'Get Device SDR Info',
  netFn: NetFn.sensor,
  code: 0x20,
  effect: 'read',
  encode: noRequest,
  decode(reader) {
    const sensorCount = reader.u8('sensor count');
    const flags = reader.remaining > 0 ? reader.u8('flags') : 0x01;
    return { sensorCount, luns: [0, 1, 2, 3].filter((lun) => (flags & (1 << lun)) !== 0) };
  },
});

export const reserveDeviceSdrs = defineCommand<void, { readonly reservation: number }>({
  name: 'Reserve Device SDR Repository',
  netFn: NetFn.sensor,
  code: 0x22,
  effect: 'read',
  encode: noRequest,
  decode: (reader) => ({ reservation: reader.u16('reservation') }),
});

export const getDeviceSdr = defineCommand<SdrRead, SdrChunk>({
  name: 'Get Device SDR',
  netFn: NetFn.sensor,
  code: 0x21,
  effect: 'read',
  lun: (request) => request.lun ?? 0,
  encode: encodeSdrRead,
  decode: decodeSdrChunk,
});
