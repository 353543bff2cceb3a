import { defineCommand, NetFn } from '../command.ts';
import { solInstance, solPayloadType } from './sol-payload.ts';

/** Get Payload Instance Info, IPMI 2.0 §24.5. Session id 0: the instance is not active. */
export const getSolInstanceInfo = defineCommand<void, { readonly ownerSessionId: number }>({
  name: 'Get Payload Instance Info',
  netFn: NetFn.app,
  code: 0x4b,
  effect: 'read',
  encode(_request, writer) {
    writer.u8(solPayloadType).u8(solInstance);
  },
  decode: (reader) => ({ ownerSessionId: reader.u32('owner session id') }),
});
