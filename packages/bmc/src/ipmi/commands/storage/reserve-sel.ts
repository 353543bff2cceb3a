import { defineCommand, NetFn, noRequest } from '../command.ts';

/** Reserve SEL, IPMI 2.0 §31.4. Clear SEL asks for it. */
export const reserveSel = defineCommand<void, { readonly reservation: number }>({
  name: 'Reserve SEL',
  netFn: NetFn.storage,
  code: 0x42,
  effect: 'read',
  encode: noRequest,
  decode: (reader) => ({ reservation: reader.u16('reservation') }),
});
