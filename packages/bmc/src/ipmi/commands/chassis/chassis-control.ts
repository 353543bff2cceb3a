import type { PowerOperation } from '../../../capabilities.ts';
import { defineCommand, NetFn, noResponse } from '../command.ts';

const controls = {
  off: 0x00,
  on: 0x01,
  cycle: 0x02,
  reset: 0x03,
  'soft-off': 0x05,
} as const satisfies Record<PowerOperation, number>;

/** Chassis Control, IPMI 2.0 §28.3. Never repeated: a second cycle is a second outage. */
export const chassisControl = defineCommand<{ readonly operation: PowerOperation }, void>({
  name: 'Chassis Control',
  netFn: NetFn.chassis,
  code: 0x02,
  effect: 'write',
  repeatable: false,
  encode(request, writer) {
    writer.u8(controls[request.operation]);
  },
  decode: noResponse,
});
