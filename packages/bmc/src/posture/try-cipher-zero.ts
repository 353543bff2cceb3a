/**
 * One login with cipher suite 0 and no password at all, to see whether the BMC lets anybody in who knows a name
 * (CVE-2013-4782 and its relatives). It stands apart from the client's sessions, which never use that suite.
 */
import { type Clock, systemClock } from '../clock.ts';
import { BmcError } from '../errors.ts';
import { closeSession } from '../ipmi/commands/app/close-session.ts';
import type { BmcDependencies } from '../ipmi/establish.ts';
import { ByteWriter } from '../ipmi/framing/byte-writer.ts';
import { encodeIpmiRequest } from '../ipmi/framing/ipmi-message.ts';
import { PayloadType } from '../ipmi/framing/payload-type.ts';
import {
  decodeSessionFrame,
  encodeHandshakePacket,
  encodeSessionFrame,
  isRmcpPlusPacket,
  type SessionFrame,
} from '../ipmi/framing/session-header.ts';
import { decodeOpenSessionResponse, encodeOpenSessionRequest } from '../ipmi/payloads/open-session.ts';
import { encodeRakp1, nameOnlyLookup } from '../ipmi/payloads/rakp-1.ts';
import { decodeRakp2 } from '../ipmi/payloads/rakp-2.ts';
import { encodeRakp3 } from '../ipmi/payloads/rakp-3.ts';
import { decodeRakp4 } from '../ipmi/payloads/rakp-4.ts';
import { privilegeLevels } from '../ipmi/privilege.ts';
import type { BmcAddress } from '../ipmi/probe-reachable.ts';
import { createRandomSource } from '../random-source.ts';
import { defaultTiming } from '../timing.ts';

const nothing = Buffer.alloc(0);
const random = createRandomSource();

/** `accepted`: the BMC opened a session for that name without any proof. Rejects with `unreachable`. */
export async function tryCipherZero(
  address: BmcAddress,
  username: string,
  dependencies: BmcDependencies,
): Promise<'accepted' | 'refused'> {
  const clock: Clock = dependencies.clock ?? systemClock;
  const { handshakeTimeoutMs } = { ...defaultTiming, ...dependencies.timing };
  let receive: (frame: SessionFrame) => void = () => undefined;
  const link = await dependencies.transport.connect(address.host, address.port, (datagram) => {
    const frame = decodeQuietly(datagram);
    if (frame !== undefined) receive(frame);
  });
  const consoleSessionId = random(4).readUInt32LE() || 1;
  link.useSessionId(consoleSessionId);
  const tag = link.remote.nextTag();

  function ask<T>(
    type: number,
    payload: Buffer,
    answerType: number,
    decode: (payload: Buffer) => T,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = clock.after(handshakeTimeoutMs, () => reject(silent()));
      receive = (frame) => {
        if (frame.payloadType !== answerType) return;
        timer.cancel();
        try {
          resolve(decode(frame.payload));
        } catch (error) {
          reject(error instanceof Error ? error : silent());
        }
      };
      link.send(encodeHandshakePacket(type, payload));
    });
  }

  try {
    const algorithms = { authentication: 0, integrity: 0, confidentiality: 0 };
    const request = { tag, maxPrivilege: privilegeLevels.user, consoleSessionId, algorithms };
    const opened = await ask(
      PayloadType.openSessionRequest,
      encodeOpenSessionRequest(request),
      PayloadType.openSessionResponse,
      decodeOpenSessionResponse,
    );
    if (opened.accepted === undefined || opened.accepted.algorithms.authentication !== 0) return 'refused';
    const { bmcSessionId } = opened.accepted;
    const role = nameOnlyLookup | privilegeLevels.user;
    const name = Buffer.from(username);
    const hello = encodeRakp1({ tag, bmcSessionId, consoleRandom: random(16), role, username: name });
    const second = await ask(PayloadType.rakp1, hello, PayloadType.rakp2, decodeRakp2);
    if (second.accepted === undefined) return 'refused';
    const proof = encodeRakp3({ tag, status: 0, bmcSessionId, authCode: nothing });
    const fourth = await ask(PayloadType.rakp3, proof, PayloadType.rakp4, decodeRakp4);
    if (fourth.accepted === undefined) return 'refused';
    link.send(closePacket(bmcSessionId));
    return 'accepted';
  } finally {
    link.close();
  }
}

/** Anybody can send rubbish, and whoever throws here brings the process down. */
function decodeQuietly(datagram: Buffer): SessionFrame | undefined {
  if (!isRmcpPlusPacket(datagram)) return undefined;
  try {
    return decodeSessionFrame(datagram);
  } catch (error) {
    if (error instanceof BmcError) return undefined;
    throw error;
  }
}

function closePacket(sessionId: number): Buffer {
  const writer = new ByteWriter();
  closeSession.encode({ sessionId }, writer);
  const message = encodeIpmiRequest({
    netFn: closeSession.netFn,
    lun: 0,
    sequence: 1,
    command: closeSession.code,
    data: writer.finish(),
  });
  const header = {
    payloadType: PayloadType.ipmi,
    encrypted: false,
    authenticated: false,
    sessionId,
    sequence: 1,
  };
  return encodeSessionFrame(header, message);
}

function silent(): BmcError {
  return new BmcError('unreachable', 'The BMC did not answer.', { outcome: 'not-applied', retry: 'later' });
}
