/** The far end of a session for unit tests: opens what the session sends and seals what the test answers. */
import { cipherSuites } from '../src/ipmi/crypto/cipher-suite.ts';
import { deriveSessionKeys } from '../src/ipmi/crypto/rakp-codes.ts';
import { openPacket, sealPacket } from '../src/ipmi/crypto/sealed-packet.ts';
import { decodeIpmiRequest, encodeIpmiResponse, type IpmiRequest } from '../src/ipmi/framing/ipmi-message.ts';
import { PayloadType } from '../src/ipmi/framing/payload-type.ts';
import { createSession, type Session } from '../src/ipmi/sessions/session.ts';
import { defaultTiming, type Timing } from '../src/timing.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

export interface SentRequest extends IpmiRequest {
  /** Session sequence number of the packet. */
  readonly packetSequence: number;
}

export interface ScriptedBmc {
  readonly session: Session;
  readonly clock: FakeClock;
  /** Every IPMI request so far, repeats included. */
  readonly requests: readonly SentRequest[];
  readonly serial: readonly Buffer[];
  readonly linkClosed: () => boolean;
  /** The last request, or an error when there is none. */
  last(): SentRequest;
  /** A datagram that answers `request`. */
  response(request: SentRequest, completionCode: number, data?: readonly number[]): Buffer;
  serialPacket(payload: Buffer): Buffer;
  /** A datagram that is authentic and holds anything. */
  packet(payloadType: number, payload: Buffer): Buffer;
  deliver(datagram: Buffer): void;
  /** `response` and `deliver`. */
  answer(request: SentRequest, completionCode: number, data?: readonly number[]): void;
}

export interface ScriptedBmcOptions {
  readonly encrypts?: boolean;
  readonly timing?: Partial<Timing>;
}

const consoleSessionId = 0x11223344;
const bmcSessionId = 0x55667788;

export function createScriptedBmc(options: ScriptedBmcOptions = {}): ScriptedBmc {
  const clock = createFakeClock();
  const suite = { ...cipherSuites[17], encrypts: options.encrypts ?? true };
  const keys = deriveSessionKeys(suite, Buffer.alloc(32, 7), Buffer.from('any'));
  const requests: SentRequest[] = [];
  const serial: Buffer[] = [];
  let sequence = 0;
  let closed = false;
  const { session, receive } = createSession({
    outstanding: 1,
    established: { keys, consoleSessionId, bmcSessionId },
    link: {
      remote: { nextTag: () => 0, dropsBootValidBit: false },
      send(datagram) {
        const packet = openPacket(keys, datagram);
        if (packet === undefined) throw new Error('the session sent a packet that does not open');
        if (packet.payloadType === PayloadType.sol) serial.push(packet.payload);
        else requests.push({ ...decodeIpmiRequest(packet.payload), packetSequence: packet.sequence });
      },
      sendFailure: () => undefined,
      close() {
        closed = true;
      },
    },
    clock,
    random: (length) => Buffer.alloc(length),
    timing: { ...defaultTiming, ...options.timing },
  });

  function seal(payloadType: number, payload: Buffer): Buffer {
    sequence += 1;
    return sealPacket(
      keys,
      { payloadType, sessionId: consoleSessionId, sequence, payload },
      Buffer.alloc(16),
    );
  }

  function response(request: SentRequest, completionCode: number, data: readonly number[] = []): Buffer {
    const message = encodeIpmiResponse({
      netFn: request.netFn + 1,
      lun: 0,
      sequence: request.sequence,
      command: request.command,
      completionCode,
      data: Buffer.from(data),
    });
    return seal(PayloadType.ipmi, message);
  }

  return {
    session,
    clock,
    requests,
    serial,
    linkClosed: () => closed,
    last() {
      const request = requests.at(-1);
      if (request === undefined) throw new Error('nothing was sent');
      return request;
    },
    response,
    serialPacket: (payload) => seal(PayloadType.sol, payload),
    packet: seal,
    deliver: receive,
    answer: (request, completionCode, data) => receive(response(request, completionCode, data)),
  };
}
