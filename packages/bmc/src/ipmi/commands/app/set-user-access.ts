import { defineCommand, NetFn, noResponse } from '../command.ts';

export interface UserAccessRequest {
  readonly channel: number;
  readonly slot: number;
  /** 2 user, 3 operator, 4 administrator, Fh no access. */
  readonly privilege: number;
  readonly messaging: boolean;
  /** Some BMCs want the fourth byte (session limit), others answer C7h to it. */
  readonly withSessionLimit: boolean;
}

/**
 * Set User Access, IPMI 2.0 §22.26. Never sets "restricted to callback": Gigabyte MD90-FS0 honours it on
 * LAN, and then nothing works.
 */
export const setUserAccess = defineCommand<UserAccessRequest, void>({
  name: 'Set User Access',
  netFn: NetFn.app,
  code: 0x43,
  effect: 'write',
  repeatable: true,
  encode(request, writer) {
    writer
      .u8(0x80 | (request.messaging ? 0x10 : 0) | request.channel)
      .u8(request.slot)
      .u8(request.privilege);
    if (request.withSessionLimit) writer.u8(0);
  },
  decode: noResponse,
});
