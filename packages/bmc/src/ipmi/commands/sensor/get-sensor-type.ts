import { defineCommand, NetFn } from '../command.ts';
import { encodeSensorNumber, type SensorAddress, sensorLun } from './sensor-address.ts';

/** Codes of tables 42-3 and 42-1. */
export interface SensorType {
  readonly sensorType: number;
  readonly eventType: number;
}

/** Get Sensor Type, IPMI 2.0 §35.16. */
export const getSensorType = defineCommand<SensorAddress, SensorType>({
  name: 'Get Sensor Type',
  netFn: NetFn.sensor,
  code: 0x2f,
  effect: 'read',
  lun: sensorLun,
  encode: encodeSensorNumber,
  decode: (reader) => ({
    sensorType: reader.u8('sensor type'),
    eventType: reader.u8('event type') & 0x7f,
  }),
});
