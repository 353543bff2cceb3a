import { defineCommand, NetFn, noResponse } from '../command.ts';
import { solInstance, solPayloadType } from './sol-payload.ts';

/** Completion code of Deactivate Payload: nothing was active. */
export const payloadAlreadyDeactivated = 0x80;

/** Deactivate Payload for serial over LAN, IPMI 2.0 §24.2. 80h: nothing was active. Administrators end another's. */
export const deactivateSolPayload = defineCommand<void, void>({
  name: 'Deactivate Payload',
  netFn: NetFn.app,
  code: 0x49,
  effect: 'write',
  repeatable: true,
  encode(_request, writer) {
    writer.u8(solPayloadType).u8(solInstance).zeros(4);
  },
  decode: noResponse,
});
