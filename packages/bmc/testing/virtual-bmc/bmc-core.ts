/** The virtual BMC without its socket: datagrams in, datagrams out. */
import { randomBytes } from 'node:crypto';
import { BmcError } from '../../src/errors.ts';
import { openPacket, sealPacket } from '../../src/ipmi/crypto/sealed-packet.ts';
import {
  decodeIpmiRequest,
  encodeIpmiResponse,
  type IpmiRequest,
} from '../../src/ipmi/framing/ipmi-message.ts';
import { PayloadType } from '../../src/ipmi/framing/payload-type.ts';
import {
  decodeSessionFrame,
  encodeHandshakePacket,
  isRmcpPlusPacket,
  type SessionFrame,
} from '../../src/ipmi/framing/session-header.ts';
import {
  decodeSessionlessPacket,
  encodeSessionlessPacket,
  isSessionlessPacket,
} from '../../src/ipmi/framing/sessionless-packet.ts';
import { decodeOpenSessionRequest, encodeOpenSessionResponse } from '../../src/ipmi/payloads/open-session.ts';
import { decodeRakp1 } from '../../src/ipmi/payloads/rakp-1.ts';
import { encodeRakp2 } from '../../src/ipmi/payloads/rakp-2.ts';
import { decodeRakp3 } from '../../src/ipmi/payloads/rakp-3.ts';
import { encodeRakp4 } from '../../src/ipmi/payloads/rakp-4.ts';
import { takeCommandFault } from '../faults.ts';
import type { BmcState, CommandReply } from './command.ts';
import { commandName, commandTable } from './command-table.ts';
import { completionCodes } from './completion-codes.ts';
import { countOne } from './effects.ts';
import { answerOpenSession, answerRakp1, answerRakp3 } from './handshake.ts';
import type { Remote, VirtualSession } from './session-table.ts';

export type Send = (datagram: Buffer, remote: Remote) => void;

/** Takes one datagram. Rubbish is dropped without an answer, as any BMC does. */
export function receiveDatagram(state: BmcState, datagram: Buffer, remote: Remote, send: Send): void {
  try {
    if (isSessionlessPacket(datagram)) receiveSessionless(state, datagram, remote, send);
    else if (isRmcpPlusPacket(datagram)) receiveRmcpPlus(state, datagram, remote, send);
  } catch (error) {
    if (!(error instanceof BmcError)) throw error;
  }
}

/** Seals a payload under the session's keys and its next sequence number. */
export function sealForSession(session: VirtualSession, payloadType: number, payload: Buffer): Buffer {
  session.sequence += 1;
  const { keys, remoteId: sessionId, sequence } = session;
  return sealPacket(keys, { payloadType, sessionId, sequence, payload }, randomBytes(16));
}

function receiveSessionless(state: BmcState, datagram: Buffer, remote: Remote, send: Send): void {
  const request = decodeIpmiRequest(decodeSessionlessPacket(datagram));
  runCommand(state, undefined, request, (message) => send(encodeSessionlessPacket(message), remote));
}

function receiveRmcpPlus(state: BmcState, datagram: Buffer, remote: Remote, send: Send): void {
  const frame = decodeSessionFrame(datagram);
  if (frame.sessionId === 0) receiveHandshake(state, frame, remote, send);
  else receiveInSession(state, frame.sessionId, datagram, send);
}

function receiveInSession(state: BmcState, sessionId: number, datagram: Buffer, send: Send): void {
  const session = state.sessions.active(sessionId);
  if (session === undefined) return;
  const packet = openPacket(session.keys, datagram);
  if (packet === undefined || !session.window.accept(packet.sequence)) return;
  session.lastActivityMs = state.clock.now();
  switch (packet.payloadType) {
    case PayloadType.sol:
      state.sol.receive(session, packet.payload);
      break;
    case PayloadType.ipmi:
      // Sealed when it leaves: a late answer carries a late sequence number.
      runCommand(state, session, decodeIpmiRequest(packet.payload), (message) =>
        send(sealForSession(session, PayloadType.ipmi, message), session.remote),
      );
  }
}

function receiveHandshake(state: BmcState, frame: SessionFrame, remote: Remote, send: Send): void {
  const answer = (type: number, payload: Buffer): void => send(encodeHandshakePacket(type, payload), remote);
  switch (frame.payloadType) {
    case PayloadType.ipmi:
      runCommand(state, undefined, decodeIpmiRequest(frame.payload), (message) =>
        answer(PayloadType.ipmi, message),
      );
      break;
    case PayloadType.openSessionRequest: {
      const response = answerOpenSession(state, decodeOpenSessionRequest(frame.payload));
      answer(PayloadType.openSessionResponse, encodeOpenSessionResponse(response));
      break;
    }
    case PayloadType.rakp1:
      answer(PayloadType.rakp2, encodeRakp2(answerRakp1(state, decodeRakp1(frame.payload))));
      break;
    case PayloadType.rakp3: {
      const rakp4 = answerRakp3(state, decodeRakp3(frame.payload), remote);
      if (rakp4 !== undefined) answer(PayloadType.rakp4, encodeRakp4(rakp4));
    }
  }
}

function runCommand(
  state: BmcState,
  session: VirtualSession | undefined,
  request: IpmiRequest,
  answer: (message: Buffer) => void,
): void {
  const name = commandName(request.netFn, request.command);
  const fault = name === undefined ? undefined : takeCommandFault(state.faults, name);
  if (name !== undefined) countOne(state.effects.received, name);

  const carryOut = (): CommandReply => perform(state, session, request);
  function respond({ completionCode, data = Buffer.alloc(0), afterwards }: CommandReply): void {
    const { netFn, ...rest } = request;
    answer(encodeIpmiResponse({ ...rest, netFn: netFn | 1, completionCode, data }));
    afterwards?.();
  }

  switch (fault?.kind) {
    case undefined:
      respond(carryOut());
      break;
    case 'ignore':
      break;
    case 'lose-answer':
      carryOut().afterwards?.();
      break;
    case 'lie':
      respond({ completionCode: completionCodes.ok });
      break;
    case 'refuse':
      respond({ completionCode: fault.completionCode });
      break;
    case 'late': {
      const reply = carryOut();
      state.clock.after(fault.delayMs, () => respond(reply));
      break;
    }
    case 'reboot':
      if (fault.done) carryOut().afterwards?.();
      state.reboot(fault.downMs);
  }
}

function perform(state: BmcState, session: VirtualSession | undefined, request: IpmiRequest): CommandReply {
  const name = commandName(request.netFn, request.command);
  if (name === undefined || state.habit.missingCommands.includes(name)) {
    return { completionCode: completionCodes.invalidCommand };
  }
  const command = commandTable[name];
  if (session === undefined && command.beforeLogin !== true) {
    return { completionCode: completionCodes.insufficientPrivilege };
  }
  if (session !== undefined && session.privilege < command.privilege) {
    return { completionCode: completionCodes.insufficientPrivilege };
  }
  if (request.data.length < command.minimumLength) return { completionCode: completionCodes.requestLength };
  if (session !== undefined && isRepeat(state, session, request)) {
    return { completionCode: completionCodes.duplicateRequest };
  }
  const reply = command.run({ ...state, session }, request.data);
  if (reply.completionCode === completionCodes.ok) countOne(state.effects.performed, name);
  return reply;
}

function isRepeat({ habit }: BmcState, session: VirtualSession, request: IpmiRequest): boolean {
  const key = `${request.netFn} ${request.command} ${request.sequence}`;
  const repeated = habit.refusesRepeats && session.lastRequest === key;
  session.lastRequest = key;
  return repeated;
}
