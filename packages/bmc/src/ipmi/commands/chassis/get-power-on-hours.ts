import { malformed } from '../../malformed.ts';
import { defineCommand, NetFn, noRequest } from '../command.ts';

/** Get POH Counter, IPMI 2.0 §28.14. Minutes of power, as fine as the BMC counts. */
export const getPowerOnHours = defineCommand<void, { readonly minutes: number }>({
  name: 'Get POH Counter',
  netFn: NetFn.chassis,
  code: 0x0f,
  effect: 'read',
  encode: noRequest,
  decode(reader) {
    const minutesPerCount = reader.u8('minutes per count');
    if (minutesPerCount === 0) throw malformed('minutes per count');
    return { minutes: minutesPerCount * reader.u32('power-on counter') };
  },
});
