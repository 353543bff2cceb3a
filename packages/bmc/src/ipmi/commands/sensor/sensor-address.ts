import type { ByteWriter } from '../../framing/byte-writer.ts';

/** A sensor's number and the logical unit that it lives on. */
export interface SensorAddress {
  readonly number: number;
  readonly lun: number;
}

export function sensorLun(address: SensorAddress): number {
  return address.lun;
}

export function encodeSensorNumber(address: SensorAddress, writer: ByteWriter): void {
  writer.u8(address.number);
}
