import { defineCommand, NetFn, noRequest } from '../command.ts';

export interface DeviceSdrInfo {
  /** Sensors (not records) on the logical unit that was asked. */
  readonly sensorCount: number;
  /** Logical units that have sensors. */
  readonly luns: readonly number[];
}

/** Get Device SDR Info, IPMI 2.0 §35.2: what a controller holds itself, beside the repository. */
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
