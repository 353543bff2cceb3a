import type { ByteReader } from '../../framing/byte-reader.ts';
import { defineCommand, NetFn } from '../command.ts';

/** `index` counts active sessions from 1. */
export type SessionInfoRequest = { readonly index: number } | { readonly sessionId: number };

export interface SessionInfo {
  /** 0 when there is no such session. */
  readonly handle: number;
  readonly activeCount: number;
  readonly session: ActiveSession | undefined;
}

export interface ActiveSession {
  readonly slot: number;
  readonly privilege: number;
  /** IPv4 in dotted form, where the BMC tells it. */
  readonly remoteAddress: string | undefined;
}

/** Get Session Info, IPMI 2.0 §22.20. */
export const getSessionInfo = defineCommand<SessionInfoRequest, SessionInfo>({
  name: 'Get Session Info',
  netFn: NetFn.app,
  code: 0x3d,
  effect: 'read',
  encode(request, writer) {
    if ('sessionId' in request) writer.u8(0xff).u32(request.sessionId);
    else writer.u8(request.index);
  },
  decode(reader) {
    const handle = reader.u8('session handle');
    reader.skip(1, 'possible sessions');
    const activeCount = reader.u8('active sessions') & 0x3f;
    const present = handle !== 0 && reader.remaining >= 3;
    return { handle, activeCount, session: present ? readActiveSession(reader) : undefined };
  },
});

function readActiveSession(reader: ByteReader): ActiveSession {
  const slot = reader.u8('user id') & 0x3f;
  const privilege = reader.u8('privilege') & 0x0f;
  reader.skip(1, 'channel');
  const remoteAddress = reader.remaining >= 4 ? [...reader.bytes(4, 'remote address')].join('.') : undefined;
  return { slot, privilege, remoteAddress };
}
