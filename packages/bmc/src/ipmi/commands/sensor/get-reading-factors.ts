import { decodeFactors, type ReadingFactors } from '../../sdr/reading-factors.ts';
import { defineCommand, NetFn } from '../command.ts';
import { type SensorAddress, sensorLun } from './sensor-address.ts';

/** Get Sensor Reading Factors, IPMI 2.0 §35.5: what a non-linear sensor's formula is at one raw reading. */
export const getReadingFactors = defineCommand<SensorAddress & { readonly raw: number }, ReadingFactors>({
  name: 'Get Sensor Reading Factors',
  netFn: NetFn.sensor,
  code: 0x23,
  effect: 'read',
  lun: sensorLun,
  encode(request, writer) {
    writer.u8(request.number).u8(request.raw);
  },
  decode(reader) {
    reader.skip(1, 'next reading');
    return decodeFactors(reader);
  },
});
