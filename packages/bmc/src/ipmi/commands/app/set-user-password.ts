/**
 * Set User Password, IPMI 2.0 §22.30: one code, several operations. The password travels in the 16-byte form where it
 * fits: several BMCs keep the first 16 of a 20-byte write without saying so.
 */
import { defineCommand, NetFn, noResponse } from '../command.ts';

/** Longest password of each form, in bytes. */
export const passwordForms = { short: 16, long: 20 } as const;

const longForm = 0x80;

const Operation = { disable: 0x00, enable: 0x01, setPassword: 0x02 } as const;

export const setUserPassword = defineCommand<{ readonly slot: number; readonly password: Uint8Array }, void>({
  name: 'Set User Password',
  netFn: NetFn.app,
  code: 0x47,
  effect: 'write',
  repeatable: true,
  sensitive: true,
  encode(request, writer) {
    const { slot, password } = request;
    const isLong = password.length > passwordForms.short;
    const length = isLong ? passwordForms.long : passwordForms.short;
    writer
      .u8(isLong ? slot | longForm : slot)
      .u8(Operation.setPassword)
      .bytes(password)
      .zeros(length - password.length);
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
    if (request.padded) writer.zeros(passwordForms.short);
  },
  decode: noResponse,
});
