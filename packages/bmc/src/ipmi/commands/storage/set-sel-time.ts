import { defineCommand, NetFn, noResponse } from '../command.ts';

/** Set SEL Time, IPMI 2.0 §31.11. Seconds since 1970; Operator on most BMCs. */
export const setSelTime = defineCommand<{ readonly seconds: number }, void>({
  name: 'Set SEL Time',
  netFn: NetFn.storage,
  code: 0x49,
  effect: 'write',
  repeatable: true,
  encode(request, writer) {
    writer.u32(request.seconds);
  },
  decode: noResponse,
});
