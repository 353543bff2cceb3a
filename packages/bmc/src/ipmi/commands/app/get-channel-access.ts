import { defineCommand, NetFn } from '../command.ts';

export interface ChannelAccess {
  /** `pre-boot-only` and `shared` concern serial channels; a LAN channel that is `disabled` takes no session. */
  readonly mode: 'disabled' | 'pre-boot-only' | 'always' | 'shared';
  readonly perMessageAuthentication: boolean;
  readonly userLevelAuthentication: boolean;
  /** Most that any user gets on the channel; 0 where the BMC sets none. */
  readonly privilegeLimit: number;
}

export interface ChannelAccessRead {
  readonly channel: number;
  /** What counts now, or what counts after the next start of the BMC. */
  readonly which: 'present' | 'stored';
}

const modes = ['disabled', 'pre-boot-only', 'always', 'shared'] as const;
const selectors = { stored: 0x40, present: 0x80 } as const;
const userLevelOff = 0x08;
const perMessageOff = 0x10;

/** Get Channel Access, IPMI 2.0 §22.23. 82h: the channel has no sessions. */
export const getChannelAccess = defineCommand<ChannelAccessRead, ChannelAccess>({
  name: 'Get Channel Access',
  netFn: NetFn.app,
  code: 0x41,
  effect: 'read',
  encode(request, writer) {
    writer.u8(request.channel).u8(selectors[request.which]);
  },
  decode(reader) {
    const access = reader.u8('channel access');
    return {
      mode: modes[access & 0x03] ?? 'disabled',
      perMessageAuthentication: (access & perMessageOff) === 0,
      userLevelAuthentication: (access & userLevelOff) === 0,
      privilegeLimit: reader.u8('privilege limit') & 0x0f,
    };
  },
});
