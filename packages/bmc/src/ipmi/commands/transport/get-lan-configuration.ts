import { defineCommand, NetFn } from '../command.ts';

export interface ConfigurationRead {
  readonly channel: number;
  readonly parameter: number;
}

/** Get LAN Configuration Parameters, IPMI 2.0 §23.2. 80h: the BMC does not have the parameter. */
export const getLanConfiguration = defineCommand<ConfigurationRead, { readonly data: Buffer }>({
  name: 'Get LAN Configuration Parameters',
  netFn: NetFn.transport,
  code: 0x02,
  effect: 'read',
  encode(request, writer) {
    writer.u8(request.channel).u8(request.parameter).u8(0).u8(0);
  },
  decode(reader) {
    reader.skip(1, 'parameter revision');
    return { data: Buffer.from(reader.rest()) };
  },
});
