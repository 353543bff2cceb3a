import { defineCommand, NetFn } from '../command.ts';

export interface ChannelAuthenticationRequest {
  /** 0Eh: the channel the request comes in by. */
  readonly channel: number;
  readonly privilege: number;
  /** Asks for the IPMI 2.0 form; some BMCs take the bit for reserved and answer CCh. */
  readonly extended: boolean;
}

export interface ChannelAuthentication {
  readonly channel: number;
  readonly supportsIpmi20: boolean;
  readonly supportsIpmi15: boolean;
  /** A K_g is set: sessions need it besides the user's password. */
  readonly needsKg: boolean;
  readonly namedUsers: boolean;
  readonly nullUsernames: boolean;
  readonly anonymousLogin: boolean;
  /** After the login, packets need no authentication code. */
  readonly perMessageAuthenticationOff: boolean;
  /** Commands of USER level need no authentication. */
  readonly userLevelAuthenticationOff: boolean;
  /** IPMI 1.5 ways to log in that are on. */
  readonly types: readonly AuthenticationType[];
}

export type AuthenticationType = 'none' | 'MD2' | 'MD5' | 'straight password' | 'OEM';

const typeBits = {
  0: 'none',
  1: 'MD2',
  2: 'MD5',
  4: 'straight password',
  5: 'OEM',
} as const satisfies Record<number, AuthenticationType>;

/** Get Channel Authentication Capabilities, IPMI 2.0 §22.13. Allowed outside a session. */
export const getChannelAuthenticationCapabilities = defineCommand<
  ChannelAuthenticationRequest,
  ChannelAuthentication
>({
  name: 'Get Channel Authentication Capabilities',
  netFn: NetFn.app,
  code: 0x38,
  effect: 'read',
  encode(request, writer) {
    writer.u8((request.extended ? 0x80 : 0) | request.channel).u8(request.privilege);
  },
  decode(reader) {
    const channel = reader.u8('channel') & 0x0f;
    const types = reader.u8('authentication types');
    const status = reader.u8('authentication status');
    const hasExtended = (types & 0x80) !== 0 && reader.remaining > 0;
    const extended = hasExtended ? reader.u8('extended capabilities') : 0x01;
    return {
      channel,
      supportsIpmi20: (extended & 0x02) !== 0,
      supportsIpmi15: (extended & 0x01) !== 0,
      needsKg: (status & 0x20) !== 0,
      namedUsers: (status & 0x04) !== 0,
      nullUsernames: (status & 0x02) !== 0,
      anonymousLogin: (status & 0x01) !== 0,
      perMessageAuthenticationOff: (status & 0x10) !== 0,
      userLevelAuthenticationOff: (status & 0x08) !== 0,
      types: Object.entries(typeBits)
        .filter(([bit]) => (types & (1 << Number(bit))) !== 0)
        .map(([, type]) => type),
    };
  },
});
