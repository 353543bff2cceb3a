import { defineCommand, NetFn } from '../command.ts';
import { encodeSensorNumber, type SensorAddress, sensorLun } from './sensor-address.ts';

export interface RawSensorReading {
  readonly raw: number;
  readonly scanning: boolean;
  readonly unavailable: boolean;
  /** State or threshold bits 0 to 14. 0 where the BMC gives none. */
  readonly states: number;
}

/** Get Sensor Reading, IPMI 2.0 §35.14. The state bytes are optional, the second even on discrete sensors. */
export const getSensorReading = defineCommand<SensorAddress, RawSensorReading>({
  name: 'Get Sensor Reading',
  netFn: NetFn.sensor,
  code: 0x2d,
  effect: 'read',
  lun: sensorLun,
  encode: encodeSensorNumber,
  decode(reader) {
    const raw = reader.u8('reading');
    const flags = reader.u8('reading flags');
    const low = reader.remaining > 0 ? reader.u8('states 0 to 7') : 0;
    const high = reader.remaining > 0 ? reader.u8('states 8 to 14') : 0;
    return {
      raw,
      scanning: (flags & 0x40) !== 0,
      unavailable: (flags & 0x20) !== 0,
      states: low | ((high & 0x7f) << 8),
    };
  },
});
