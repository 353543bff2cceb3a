import { defineCommand, NetFn } from '../command.ts';
import type { ConfigurationRead } from './get-lan-configuration.ts';

export const SolParameter = {
  enable: 1,
  authentication: 2,
  character: 3,
  retry: 4,
  bitRate: 5,
  volatileBitRate: 6,
  channel: 7,
  port: 8,
} as const;

/** Get SOL Configuration Parameters, IPMI 2.0 §26.3. 80h: the BMC does not have the parameter. */
export const getSolConfiguration = defineCommand<ConfigurationRead, { readonly data: Buffer }>({
  name: 'Get SOL Configuration Parameters',
  netFn: NetFn.transport,
  code: 0x22,
  effect: 'read',
  encode(request, writer) {
    writer.u8(request.channel).u8(request.parameter).u8(0).u8(0);
  },
  decode(reader) {
    reader.skip(1, 'parameter revision');
    return { data: Buffer.from(reader.rest()) };
  },
});
