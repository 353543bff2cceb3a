/**
 * Set User Password, IPMI 2.0 §22.30: one code, several operations. The password travels in the 16-byte
 * form only: several BMCs keep the first 16 of a 20-byte write without saying so.
 */
import { defineCommand, NetFn, noResponse } from '../command.ts';

export const maxPasswordLength = 16;

const Operation = { disable: 0x00, enable: 0x01, setPassword: 0x02 } as const;

export const setUserPassword = defineCommand<{ readonly slot: number; readonly password: Uint8Array }, void>({
  name: 'Set User Password',
  netFn: NetFn.app,
  code: 0x47,
  effect: 'write',
  repeatable: true,
  sensitive: true,
  encode(request, writer) {
    writer
      .u8(request.slot)
      .u8(Operation.setPassword)
      .bytes(request.password)
      .zeros(maxPasswordLength - request.password.length);
  },
  decode: noResponse,
});

export interface EnableUserRequest {
  readonly slot: number;
  readonly enabled: boolean;
  /** 16 dummy bytes, for BMCs that answer C7h or 81h without (Sun X4140, Windmill). */
  readonly padded: boolean;
}

export const enableUser = defineCommand<EnableUserRequest, void>({
  name: 'Set User Password (enable or disable)',
  netFn: NetFn.app,
  code: 0x47,
  effect: 'write',
  repeatable: true,
  encode(request, writer) {
    writer.u8(request.slot).u8(request.enabled ? Operation.enable : Operation.disable);
    if (request.padded) writer.zeros(maxPasswordLength);
  },
  decode: noResponse,
});
