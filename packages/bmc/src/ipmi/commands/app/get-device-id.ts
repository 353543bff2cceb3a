import { defineCommand, NetFn, noRequest } from '../command.ts';

export interface DeviceId {
  readonly firmwareMajor: number;
  /** Two decimal digits, BCD on the wire. */
  readonly firmwareMinor: number;
  /** e.g. `2.0` */
  readonly ipmiVersion: string;
  readonly manufacturerId: number;
  readonly productId: number;
}

/** Get Device ID, IPMI 2.0 §20.1. Also our keep-alive: every BMC has it and no privilege is too low. */
export const getDeviceId = defineCommand<void, DeviceId>({
  name: 'Get Device ID',
  netFn: NetFn.app,
  code: 0x01,
  effect: 'read',
  encode: noRequest,
  decode(reader) {
    reader.skip(2, 'device id and revision');
    const firmwareMajor = reader.u8('firmware revision 1') & 0x7f;
    const minorBcd = reader.u8('firmware revision 2');
    const version = reader.u8('IPMI version');
    reader.skip(1, 'device support');
    const manufacturerId = reader.u24('manufacturer id') & 0x0fffff;
    const productId = reader.u16('product id');
    return {
      firmwareMajor,
      firmwareMinor: (minorBcd >> 4) * 10 + (minorBcd & 0x0f),
      ipmiVersion: `${version & 0x0f}.${version >> 4}`,
      manufacturerId,
      productId,
    };
  },
});
