import { defineCommand, NetFn, noResponse } from '../command.ts';

export const maxUserNameLength = 16;

/**
 * Set User Name, IPMI 2.0 §22.28. All zero blanks the slot. Never write FFh bytes: it locked people out of
 * Lenovo IMM1. A second delivery writes the same name, so it may be repeated.
 */
export const setUserName = defineCommand<{ readonly slot: number; readonly name: Uint8Array }, void>({
  name: 'Set User Name',
  netFn: NetFn.app,
  code: 0x45,
  effect: 'write',
  repeatable: true,
  encode(request, writer) {
    writer
      .u8(request.slot)
      .bytes(request.name)
      .zeros(maxUserNameLength - request.name.length);
  },
  decode: noResponse,
});
