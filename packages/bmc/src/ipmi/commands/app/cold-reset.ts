import { defineCommand, NetFn, noRequest, noResponse } from '../command.ts';

/** Cold Reset, IPMI 2.0 §20.2. Ends every session, ours included; sent once. `ipmi_sim` lacks it (C1h). */
export const coldReset = defineCommand<void, void>({
  name: 'Cold Reset',
  netFn: NetFn.app,
  code: 0x02,
  effect: 'write',
  repeatable: false,
  encode: noRequest,
  decode: noResponse,
});
