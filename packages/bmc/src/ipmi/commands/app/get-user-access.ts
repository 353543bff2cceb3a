import { defineCommand, NetFn } from '../command.ts';

export interface UserAccess {
  readonly maxSlots: number;
  readonly state: 'enabled' | 'disabled' | 'unknown';
  /** Slots 1 to this have names that the firmware fixes. */
  readonly fixedNames: number;
  readonly messaging: boolean;
  readonly privilege: number;
}

/** Get User Access, IPMI 2.0 §22.27. */
export const getUserAccess = defineCommand<{ readonly channel: number; readonly slot: number }, UserAccess>({
  name: 'Get User Access',
  netFn: NetFn.app,
  code: 0x44,
  effect: 'read',
  encode(request, writer) {
    writer.u8(request.channel).u8(request.slot);
  },
  decode(reader) {
    const maxSlots = reader.u8('maximum user ids') & 0x3f;
    const status = reader.u8('enabled user ids') >> 6;
    const fixedNames = reader.u8('fixed names') & 0x3f;
    const access = reader.u8('channel access');
    return {
      maxSlots,
      state: status === 1 ? 'enabled' : status === 2 ? 'disabled' : 'unknown',
      fixedNames,
      messaging: (access & 0x10) !== 0,
      privilege: access & 0x0f,
    };
  },
});
