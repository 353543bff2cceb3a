import { defineCommand, NetFn, noRequest, noResponse } from '../command.ts';

/** Warm Reset, IPMI 2.0 §20.3. Optional in the specification, and rare. */
export const warmReset = defineCommand<void, void>({
  name: 'Warm Reset',
  netFn: NetFn.app,
  code: 0x03,
  effect: 'write',
  repeatable: false,
  encode: noRequest,
  decode: noResponse,
});
