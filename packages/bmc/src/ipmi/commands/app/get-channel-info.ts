import { defineCommand, NetFn } from '../command.ts';

export interface ChannelInfo {
  readonly channel: number;
  /** 4: 802.3 LAN, 6: other LAN; table 6-3. */
  readonly medium: number;
}

/** Get Channel Info, IPMI 2.0 §22.24. Channel 0Eh is the one the request comes in by. */
export const getChannelInfo = defineCommand<{ readonly channel: number }, ChannelInfo>({
  name: 'Get Channel Info',
  netFn: NetFn.app,
  code: 0x42,
  effect: 'read',
  encode(request, writer) {
    writer.u8(request.channel);
  },
  decode: (reader) => ({ channel: reader.u8('channel') & 0x0f, medium: reader.u8('medium') & 0x7f }),
});
