import { defineCommand, NetFn, noResponse } from '../command.ts';

/** `seconds` 0 to 255, 0 turns the light off; `until-off` asks for it to stay on, which older BMCs refuse. */
export interface ChassisIdentify {
  readonly light: number | 'until-off';
}

/** Chassis Identify, IPMI 2.0 §28.5. */
export const chassisIdentify = defineCommand<ChassisIdentify, void>({
  name: 'Chassis Identify',
  netFn: NetFn.chassis,
  code: 0x04,
  effect: 'write',
  repeatable: true,
  encode(request, writer) {
    if (request.light === 'until-off') writer.u8(0).u8(1);
    else writer.u8(request.light);
  },
  decode: noResponse,
});
