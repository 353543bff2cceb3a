import { defineCommand, NetFn, noRequest } from '../command.ts';

/** Get Chassis Status, IPMI 2.0 §28.2. */
export const getChassisStatus = defineCommand<void, { readonly powerOn: boolean }>({
  name: 'Get Chassis Status',
  netFn: NetFn.chassis,
  code: 0x01,
  effect: 'read',
  encode: noRequest,
  decode: (reader) => ({ powerOn: (reader.u8('power state') & 0x01) !== 0 }),
});
