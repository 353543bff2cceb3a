import { defineCommand, NetFn, noRequest } from '../command.ts';

/** Reserve SDR Repository, IPMI 2.0 §33.11. Needed for parts of records; missing on some (Artesyn). */
export const reserveSdrRepository = defineCommand<void, { readonly reservation: number }>({
  name: 'Reserve SDR Repository',
  netFn: NetFn.storage,
  code: 0x22,
  effect: 'read',
  encode: noRequest,
  decode: (reader) => ({ reservation: reader.u16('reservation') }),
});
