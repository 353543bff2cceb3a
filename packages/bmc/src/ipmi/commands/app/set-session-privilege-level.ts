import { defineCommand, NetFn } from '../command.ts';

/**
 * Set Session Privilege Level, IPMI 2.0 §22.18. A session starts at USER whatever the handshake asked for.
 * Completion codes 80h and 81h: this user, or this channel, may not have the level.
 */
export const setSessionPrivilegeLevel = defineCommand<
  { readonly privilege: number },
  { readonly privilege: number }
>({
  name: 'Set Session Privilege Level',
  netFn: NetFn.app,
  code: 0x3b,
  effect: 'write',
  repeatable: true,
  encode(request, writer) {
    writer.u8(request.privilege);
  },
  decode: (reader) => ({ privilege: reader.u8('privilege') & 0x0f }),
});
