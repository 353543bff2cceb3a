import { defineCommand, NetFn, noRequest } from '../command.ts';

/** Reserve Device SDR Repository, IPMI 2.0 §35.4. */
export const reserveDeviceSdrs = defineCommand<void, { readonly reservation: number }>({
  name: 'Reserve Device SDR Repository',
  netFn: NetFn.sensor,
  code: 0x22,
  effect: 'read',
  encode: noRequest,
  decode: (reader) => ({ reservation: reader.u16('reservation') }),
});
