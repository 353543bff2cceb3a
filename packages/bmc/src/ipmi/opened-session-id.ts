import { BmcError } from '../errors.ts';
import { PayloadType } from './framing/payload-type.ts';
import { decodeSessionFrame, isRmcpPlusPacket } from './framing/session-header.ts';
import { decodeOpenSessionResponse } from './payloads/open-session.ts';

/**
 * The BMC's id of the session that this datagram from the BMC opens, if it opens one. A relay that carries
 * other people's sessions learns by it what to hand to `endSessions`; the id travels in clear.
 */
export function readOpenedSessionId(datagram: Uint8Array): number | undefined {
  if (!isRmcpPlusPacket(datagram)) return undefined;
  try {
    const frame = decodeSessionFrame(datagram);
    if (frame.payloadType !== PayloadType.openSessionResponse || frame.authenticated) return undefined;
    return decodeOpenSessionResponse(frame.payload).accepted?.bmcSessionId;
  } catch (error) {
    if (error instanceof BmcError) return undefined;
    throw error;
  }
}
