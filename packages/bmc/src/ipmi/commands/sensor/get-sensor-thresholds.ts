import { defineCommand, NetFn } from '../command.ts';
import { encodeSensorNumber, type SensorAddress, sensorLun } from './sensor-address.ts';

/** Raw values, to be turned into units by the sensor's formula; absent where not readable. */
export interface RawThresholds {
  readonly lowerNonCritical?: number;
  readonly lowerCritical?: number;
  readonly lowerNonRecoverable?: number;
  readonly upperNonCritical?: number;
  readonly upperCritical?: number;
  readonly upperNonRecoverable?: number;
}

/** In the order of the mask's bits, which is the order of the bytes. */
export const thresholdOrder = [
  'lowerNonCritical',
  'lowerCritical',
  'lowerNonRecoverable',
  'upperNonCritical',
  'upperCritical',
  'upperNonRecoverable',
] as const satisfies readonly (keyof RawThresholds)[];

/** Get Sensor Thresholds, IPMI 2.0 §35.9. */
export const getSensorThresholds = defineCommand<SensorAddress, RawThresholds>({
  name: 'Get Sensor Thresholds',
  netFn: NetFn.sensor,
  code: 0x27,
  effect: 'read',
  lun: sensorLun,
  encode: encodeSensorNumber,
  decode(reader) {
    const readable = reader.u8('readable thresholds');
    const values: { -readonly [Name in keyof RawThresholds]: number } = {};
    for (const [bit, name] of thresholdOrder.entries()) {
      const value = reader.u8(name);
      if ((readable & (1 << bit)) !== 0) values[name] = value;
    }
    return values;
  },
});
