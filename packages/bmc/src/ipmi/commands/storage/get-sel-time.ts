import { defineCommand, NetFn, noRequest } from '../command.ts';

/** Get SEL Time, IPMI 2.0 §31.10. Seconds since 1970 of the BMC's clock, whose time zone nobody specifies. */
export const getSelTime = defineCommand<void, { readonly seconds: number }>({
  name: 'Get SEL Time',
  netFn: NetFn.storage,
  code: 0x48,
  effect: 'read',
  encode: noRequest,
  decode: (reader) => ({ seconds: reader.u32('time') }),
});
