/** Serial-over-LAN configuration, IPMI 2.0 §26.2 and §26.3. 80h: the BMC does not have the parameter. */
import { defineCommand, NetFn, noResponse } from '../command.ts';
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
