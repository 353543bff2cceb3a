import { defineCommand, NetFn } from '../command.ts';
import { solPayloadType } from './sol-payload.ts';

/** Get Payload Activation Status, IPMI 2.0 §24.4. */
export const getSolActivationStatus = defineCommand<void, { readonly active: boolean }>({
  name: 'Get Payload Activation Status',
  netFn: NetFn.app,
  code: 0x4a,
  effect: 'read',
  encode(_request, writer) {
    writer.u8(solPayloadType);
  },
  decode(reader) {
    reader.skip(1, 'instance capacity');
    return { active: reader.u8('active instances') !== 0 };
  },
});
