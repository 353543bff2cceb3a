import { defineCommand, NetFn } from '../command.ts';

const solBit = 0x02;

export interface UserPayloadAccess {
  /** Whether the user may activate serial over LAN; the SOL configuration's privilege counts besides. */
  readonly serial: boolean;
}

/** Get User Payload Access, IPMI 2.0 §24.7. Missing (C1h) on `ipmi_sim` and others. */
export const getUserPayloadAccess = defineCommand<
  { readonly channel: number; readonly slot: number },
  UserPayloadAccess
>({
  name: 'Get User Payload Access',
  netFn: NetFn.app,
  code: 0x4d,
  effect: 'read',
  encode(request, writer) {
    writer.u8(request.channel).u8(request.slot);
  },
  decode: (reader) => ({ serial: (reader.u8('standard payloads') & solBit) !== 0 }),
});
