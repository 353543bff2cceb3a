/**
 * The RMCP+ handshake of the console's side as a pure step function.
 *
 *   open-session --Open Session Response--> rakp-1 --RAKP2--> rakp-3 --RAKP4--> established
 *
 * Entry: `startHandshake`. Exit: `established` or `refused`. There is no retransmission: several BMCs break
 * on a repeated RAKP message, so after a timeout the shell starts again from the top with a new tag, session
 * id and random number. What does not belong to this attempt (tag, session id, type, order) is ignored.
 */
import { type CipherSuite, sameAlgorithms } from './crypto/cipher-suite.ts';
import { codesMatch } from './crypto/codes-match.ts';
import {
  deriveSessionKeys,
  type RakpExchange,
  rakp2AuthCode,
  rakp3AuthCode,
  rakp4IntegrityCheck,
  type SessionKeys,
  sessionIntegrityKey,
} from './crypto/rakp-codes.ts';
import { PayloadType } from './framing/payload-type.ts';
import { encodeHandshakePacket } from './framing/session-header.ts';
import {
  type AcceptedSession,
  decodeOpenSessionResponse,
  encodeOpenSessionRequest,
} from './payloads/open-session.ts';
import { encodeRakp1, nameOnlyLookup } from './payloads/rakp-1.ts';
import { decodeRakp2, type Rakp2Accepted } from './payloads/rakp-2.ts';
import { encodeRakp3 } from './payloads/rakp-3.ts';
import { decodeRakp4, type Rakp4Accepted } from './payloads/rakp-4.ts';
import { RmcpStatus } from './payloads/rmcp-status.ts';

export interface HandshakeRequest {
  readonly suite: CipherSuite;
  /** 2 user, 3 operator, 4 administrator; the same in Open Session and RAKP1. */
  readonly privilege: number;
  /** At most 16 bytes. */
  readonly username: Buffer;
  readonly tag: number;
  /** Not zero. */
  readonly consoleSessionId: number;
  /** 16 fresh random bytes. */
  readonly consoleRandom: Buffer;
}

export type HandshakeState =
  | { readonly waitingFor: 'open-session-response'; readonly request: HandshakeRequest }
  | { readonly waitingFor: 'rakp-2'; readonly request: HandshakeRequest; readonly bmcSessionId: number }
  | {
      readonly waitingFor: 'rakp-4';
      readonly request: HandshakeRequest;
      readonly exchange: RakpExchange;
      readonly integrityKey: Buffer;
    };

/**
 * `suite`, `name`, `password`, `privilege` and `no-slot` are the BMC's word. `proof`: RAKP4 does not match
 * although RAKP2 did, as when the BMC has a K_g. `stale`: the BMC forgot this attempt.
 */
export type RefusalReason =
  | 'suite'
  | 'name'
  | 'password'
  | 'privilege'
  | 'no-slot'
  | 'proof'
  | 'stale'
  | 'other';

export interface EstablishedKeys {
  readonly keys: SessionKeys;
  readonly consoleSessionId: number;
  readonly bmcSessionId: number;
}

export type HandshakeResult =
  | { readonly kind: 'ignored' }
  | { readonly kind: 'continue'; readonly state: HandshakeState; readonly send: Buffer }
  | { readonly kind: 'established'; readonly session: EstablishedKeys }
  | {
      readonly kind: 'refused';
      readonly during: HandshakeState['waitingFor'];
      readonly reason: RefusalReason;
      /** The BMC's status code, where it gave one. */
      readonly status: number | undefined;
      /** A last packet that lets the BMC free what it holds. */
      readonly send: Buffer | undefined;
    };

export interface HandshakePacket {
  readonly payloadType: number;
  readonly payload: Uint8Array;
}

export interface LoginSecrets {
  readonly password: Uint8Array;
  /** K_g, where the BMC has one: it keys the session instead of the password. */
  readonly bmcKey?: Uint8Array | undefined;
}

const ignored: HandshakeResult = { kind: 'ignored' };

/** The first state and the first packet. */
export function startHandshake(request: HandshakeRequest): { state: HandshakeState; send: Buffer } {
  const payload = encodeOpenSessionRequest({
    tag: request.tag,
    maxPrivilege: request.privilege,
    consoleSessionId: request.consoleSessionId,
    algorithms: request.suite.algorithms,
  });
  return {
    state: { waitingFor: 'open-session-response', request },
    send: encodeHandshakePacket(PayloadType.openSessionRequest, payload),
  };
}

/**
 * Takes one handshake payload. Throws `protocol-violation` when the payload is malformed, which callers
 * treat like `ignored`: anybody can send one.
 */
export function stepHandshake(
  state: HandshakeState,
  packet: HandshakePacket,
  secrets: LoginSecrets,
): HandshakeResult {
  switch (state.waitingFor) {
    case 'open-session-response':
      return packet.payloadType === PayloadType.openSessionResponse
        ? onOpenSession(state, packet.payload)
        : ignored;
    case 'rakp-2':
      return packet.payloadType === PayloadType.rakp2 ? onRakp2(state, packet.payload, secrets) : ignored;
    case 'rakp-4':
      return packet.payloadType === PayloadType.rakp4 ? onRakp4(state, packet.payload, secrets) : ignored;
  }
}

function onOpenSession(
  state: Extract<HandshakeState, { waitingFor: 'open-session-response' }>,
  payload: Uint8Array,
): HandshakeResult {
  const { request } = state;
  const response = decodeOpenSessionResponse(payload);
  if (response.tag !== request.tag) return ignored;
  if (response.accepted === undefined) {
    return refused(state.waitingFor, openSessionRefusal(response.status), response.status);
  }
  const { accepted } = response;
  if (accepted.consoleSessionId !== request.consoleSessionId || accepted.bmcSessionId === 0) return ignored;
  // Some old BMCs answer with another suite than the one asked for: never take a weaker one.
  if (!sameAlgorithms(accepted.algorithms, request.suite.algorithms)) {
    return refused(state.waitingFor, 'suite', undefined);
  }
  return {
    kind: 'continue',
    state: { waitingFor: 'rakp-2', request, bmcSessionId: accepted.bmcSessionId },
    send: rakp1Packet(request, accepted),
  };
}

function rakp1Packet(request: HandshakeRequest, accepted: AcceptedSession): Buffer {
  const payload = encodeRakp1({
    tag: request.tag,
    bmcSessionId: accepted.bmcSessionId,
    consoleRandom: request.consoleRandom,
    role: roleOf(request),
    username: request.username,
  });
  return encodeHandshakePacket(PayloadType.rakp1, payload);
}

function onRakp2(
  state: Extract<HandshakeState, { waitingFor: 'rakp-2' }>,
  payload: Uint8Array,
  { password, bmcKey }: LoginSecrets,
): HandshakeResult {
  const { request } = state;
  const message = decodeRakp2(payload);
  if (message.tag !== request.tag) return ignored;
  if (message.accepted === undefined) {
    return refused(state.waitingFor, rakpRefusal(message.status), message.status);
  }
  const { accepted } = message;
  if (accepted.consoleSessionId !== request.consoleSessionId) return ignored;
  const exchange = exchangeOf(request, state.bmcSessionId, accepted);
  if (!codesMatch(accepted.authCode, rakp2AuthCode(exchange, password))) {
    const giveUp = rakp3Packet(state, RmcpStatus.invalidIntegrityCheck, Buffer.alloc(0));
    return refused(state.waitingFor, 'password', undefined, giveUp);
  }
  return {
    kind: 'continue',
    state: {
      waitingFor: 'rakp-4',
      request,
      exchange,
      integrityKey: sessionIntegrityKey(exchange, bmcKey ?? password),
    },
    send: rakp3Packet(state, RmcpStatus.ok, rakp3AuthCode(exchange, password)),
  };
}

function exchangeOf(request: HandshakeRequest, bmcSessionId: number, accepted: Rakp2Accepted): RakpExchange {
  return {
    suite: request.suite,
    consoleSessionId: request.consoleSessionId,
    bmcSessionId,
    consoleRandom: request.consoleRandom,
    bmcRandom: accepted.bmcRandom,
    bmcGuid: accepted.bmcGuid,
    role: roleOf(request),
    username: request.username,
  };
}

function rakp3Packet(
  state: Extract<HandshakeState, { waitingFor: 'rakp-2' }>,
  status: number,
  authCode: Buffer,
): Buffer {
  const payload = encodeRakp3({ tag: state.request.tag, status, bmcSessionId: state.bmcSessionId, authCode });
  return encodeHandshakePacket(PayloadType.rakp3, payload);
}

function onRakp4(
  state: Extract<HandshakeState, { waitingFor: 'rakp-4' }>,
  payload: Uint8Array,
  secrets: LoginSecrets,
): HandshakeResult {
  const message = decodeRakp4(payload);
  if (message.tag !== state.request.tag) return ignored;
  if (message.accepted === undefined) {
    return refused(state.waitingFor, rakpRefusal(message.status), message.status);
  }
  if (message.accepted.consoleSessionId !== state.request.consoleSessionId) return ignored;
  return finish(state, message.accepted, secrets);
}

function finish(
  state: Extract<HandshakeState, { waitingFor: 'rakp-4' }>,
  accepted: Rakp4Accepted,
  { password }: LoginSecrets,
): HandshakeResult {
  const { exchange, integrityKey } = state;
  if (!codesMatch(accepted.integrityCheck, rakp4IntegrityCheck(exchange, integrityKey))) {
    return refused(state.waitingFor, 'proof', undefined);
  }
  return {
    kind: 'established',
    session: {
      keys: deriveSessionKeys(exchange.suite, integrityKey, password),
      consoleSessionId: exchange.consoleSessionId,
      bmcSessionId: exchange.bmcSessionId,
    },
  };
}

function roleOf(request: HandshakeRequest): number {
  return nameOnlyLookup | request.privilege;
}

function refused(
  during: HandshakeState['waitingFor'],
  reason: RefusalReason,
  status: number | undefined,
  send?: Buffer,
): HandshakeResult {
  return { kind: 'refused', during, reason, status, send };
}

function openSessionRefusal(status: number): RefusalReason {
  switch (status) {
    case RmcpStatus.insufficientResources:
    case RmcpStatus.insufficientResourcesForRole:
      return 'no-slot';
    case RmcpStatus.invalidRole:
    case RmcpStatus.unauthorizedRole:
      return 'privilege';
    default:
      // 04h-07h and 10h-12h by the book; MSI, Supermicro and Intel use others for the same thing.
      return 'suite';
  }
}

function rakpRefusal(status: number): RefusalReason {
  switch (status) {
    case RmcpStatus.unauthorizedName:
    case RmcpStatus.invalidNameLength:
      return 'name';
    case RmcpStatus.invalidIntegrityCheck:
      return 'password';
    case RmcpStatus.invalidRole:
    case RmcpStatus.unauthorizedRole:
      return 'privilege';
    case RmcpStatus.insufficientResources:
    case RmcpStatus.insufficientResourcesForRole:
      return 'no-slot';
    case RmcpStatus.invalidSessionId:
    case RmcpStatus.inactiveSessionId:
      return 'stale';
    default:
      return 'other';
  }
}
