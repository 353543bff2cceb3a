import { defineCommand, NetFn, noResponse } from '../command.ts';
import type { ConfigurationRead } from './get-lan-configuration.ts';

/** Set SOL Configuration Parameters, IPMI 2.0 §26.2. 80h: no such parameter, 82h: read-only. */
export const setSolConfiguration = defineCommand<ConfigurationRead & { readonly data: Uint8Array }, void>({
  name: 'Set SOL Configuration Parameters',
  netFn: NetFn.transport,
  code: 0x21,
  effect: 'write',
  repeatable: true,
  encode(request, writer) {
    writer.u8(request.channel).u8(request.parameter).bytes(request.data);
  },
  decode: noResponse,
});
