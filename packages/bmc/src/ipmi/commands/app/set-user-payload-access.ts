import { defineCommand, NetFn, noResponse } from '../command.ts';

export interface UserPayloadAccessRequest {
  readonly channel: number;
  readonly slot: number;
  readonly allowed: boolean;
}

const solBit = 0x02;
const disableOperation = 0x40;

/** Set User Payload Access for serial over LAN, IPMI 2.0 §24.6. Missing (C1h) on `ipmi_sim` and others. */
export const setUserPayloadAccess = defineCommand<UserPayloadAccessRequest, void>({
  name: 'Set User Payload Access',
  netFn: NetFn.app,
  code: 0x4c,
  effect: 'write',
  repeatable: true,
  encode(request, writer) {
    writer
      .u8(request.channel)
      .u8((request.allowed ? 0 : disableOperation) | request.slot)
      .u8(solBit)
      .zeros(3);
  },
  decode: noResponse,
});
