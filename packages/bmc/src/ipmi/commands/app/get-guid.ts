import type { ByteReader } from '../../framing/byte-reader.ts';
import { defineCommand, NetFn, noRequest } from '../command.ts';

export interface Guid {
  /** 32 hexadecimal digits in the order of the wire. Firmware disagrees on the field order of a GUID. */
  readonly bytes: string;
}

/** Get Device GUID, IPMI 2.0 §20.8: the BMC's own. */
export const getDeviceGuid = defineCommand<void, Guid>({
  name: 'Get Device GUID',
  netFn: NetFn.app,
  code: 0x08,
  effect: 'read',
  encode: noRequest,
  decode: readGuid,
});

/** Get System GUID, IPMI 2.0 §22.14: the machine's. */
export const getSystemGuid = defineCommand<void, Guid>({
  name: 'Get System GUID',
  netFn: NetFn.app,
  code: 0x37,
  effect: 'read',
  encode: noRequest,
  decode: readGuid,
});

function readGuid(reader: ByteReader): Guid {
  return { bytes: reader.bytes(16, 'GUID').toString('hex') };
}
