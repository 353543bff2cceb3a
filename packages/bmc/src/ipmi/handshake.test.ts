import { describe, expect, test } from 'vitest';
import { cipherSuites } from './crypto/cipher-suite.ts';
import {
  type RakpExchange,
  rakp2AuthCode,
  rakp3AuthCode,
  rakp4IntegrityCheck,
  sessionIntegrityKey,
} from './crypto/rakp-codes.ts';
import { PayloadType } from './framing/payload-type.ts';
import { decodeSessionFrame } from './framing/session-header.ts';
import {
  type HandshakePacket,
  type HandshakeRequest,
  type HandshakeResult,
  type HandshakeState,
  startHandshake,
  stepHandshake,
} from './handshake.ts';
import { decodeOpenSessionRequest, encodeOpenSessionResponse } from './payloads/open-session.ts';
import { decodeRakp1 } from './payloads/rakp-1.ts';
import { encodeRakp2 } from './payloads/rakp-2.ts';
import { decodeRakp3 } from './payloads/rakp-3.ts';
import { encodeRakp4 } from './payloads/rakp-4.ts';

const password = Buffer.from('Ab3-xY7_kQ9mZr2');
const consoleSessionId = 0x0a0b0c0d;
const bmcSessionId = 0x02000100;
const tag = 9;

describe.each([3, 17] as const)('suite %i', (id) => {
  const suite = cipherSuites[id];
  const request: HandshakeRequest = {
    suite,
    privilege: 4,
    username: Buffer.from('admin'),
    tag,
    consoleSessionId,
    consoleRandom: Buffer.alloc(16, 0x11),
  };
  const exchange: RakpExchange = {
    suite,
    consoleSessionId,
    bmcSessionId,
    consoleRandom: request.consoleRandom,
    bmcRandom: Buffer.alloc(16, 0x22),
    bmcGuid: Buffer.alloc(16, 0x33),
    role: 0x14,
    username: request.username,
  };
  const replies = {
    open: openSessionResponse(),
    rakp2: rakp2(rakp2AuthCode(exchange, password)),
    rakp4: rakp4(rakp4IntegrityCheck(exchange, sessionIntegrityKey(exchange, password))),
  };

  test('three right answers establish a session with the same keys on both ends', () => {
    const { state, send } = startHandshake(request);
    expect(decodeOpenSessionRequest(frame(send).payload)).toMatchObject({
      tag,
      maxPrivilege: 4,
      consoleSessionId,
    });
    const second = continued(stepHandshake(state, replies.open, { password }));
    expect(decodeRakp1(frame(second.send).payload)).toMatchObject({ bmcSessionId, role: 0x14 });
    const third = continued(stepHandshake(second.state, replies.rakp2, { password }));
    expect(decodeRakp3(frame(third.send).payload)).toMatchObject({
      status: 0,
      bmcSessionId,
      authCode: rakp3AuthCode(exchange, password),
    });
    const last = stepHandshake(third.state, replies.rakp4, { password });
    expect(last).toMatchObject({ kind: 'established', session: { consoleSessionId, bmcSessionId } });
  });

  test('what comes too early, too late or twice is ignored', () => {
    const first = startHandshake(request).state;
    const second = continued(stepHandshake(first, replies.open, { password })).state;
    const third = continued(stepHandshake(second, replies.rakp2, { password })).state;
    const wrong: readonly (readonly [HandshakeState, HandshakePacket])[] = [
      [first, replies.rakp2],
      [first, replies.rakp4],
      [second, replies.open],
      [second, replies.rakp4],
      [third, replies.open],
      [third, replies.rakp2],
    ];
    for (const [state, packet] of wrong)
      expect(stepHandshake(state, packet, { password }).kind).toBe('ignored');
  });

  test('answers to another attempt are ignored', () => {
    const first = startHandshake({ ...request, tag: tag + 1 }).state;
    expect(stepHandshake(first, replies.open, { password }).kind).toBe('ignored');
    const otherId = startHandshake({ ...request, consoleSessionId: consoleSessionId + 1 }).state;
    expect(stepHandshake(otherId, replies.open, { password }).kind).toBe('ignored');
  });

  test('a wrong password is noticed at RAKP2, and the BMC is told to forget the attempt', () => {
    const second = continued(stepHandshake(startHandshake(request).state, replies.open, { password })).state;
    const result = stepHandshake(second, replies.rakp2, { password: Buffer.from('something else') });
    expect(result).toMatchObject({ kind: 'refused', reason: 'password', status: undefined });
    if (result.kind !== 'refused' || result.send === undefined) throw new Error('nothing was sent');
    expect(decodeRakp3(frame(result.send).payload)).toMatchObject({
      status: 0x0f,
      authCode: Buffer.alloc(0),
    });
  });

  test('a BMC that does not know the password is never believed: no flipped bit of RAKP2 or RAKP4 passes', () => {
    const second = continued(stepHandshake(startHandshake(request).state, replies.open, { password })).state;
    const third = continued(stepHandshake(second, replies.rakp2, { password })).state;
    for (const flipped of bitFlips(replies.rakp2, authenticatedFrom.rakp2)) {
      expect(kindOf(second, flipped)).not.toBe('continue');
    }
    for (const flipped of bitFlips(replies.rakp4, authenticatedFrom.rakp4)) {
      expect(kindOf(third, flipped)).not.toBe('established');
    }
  });

  test('a code that is cut short or missing is a mismatch', () => {
    const second = continued(stepHandshake(startHandshake(request).state, replies.open, { password })).state;
    const third = continued(stepHandshake(second, replies.rakp2, { password })).state;
    for (let length = 0; length < replies.rakp2.payload.length; length++) {
      expect(kindOf(second, cut(replies.rakp2, length))).not.toBe('continue');
    }
    for (let length = 0; length < replies.rakp4.payload.length; length++) {
      expect(kindOf(third, cut(replies.rakp4, length))).not.toBe('established');
    }
  });

  test('a weaker suite than the one asked for is not taken', () => {
    const weak = openSessionResponse({ authentication: 0, integrity: 0, confidentiality: 0 });
    expect(stepHandshake(startHandshake(request).state, weak, { password })).toMatchObject({
      kind: 'refused',
      reason: 'suite',
    });
  });

  test('a right RAKP2 with a wrong RAKP4 is no proof against the password', () => {
    const second = continued(stepHandshake(startHandshake(request).state, replies.open, { password })).state;
    const third = continued(stepHandshake(second, replies.rakp2, { password })).state;
    const withKg = rakp4(rakp4IntegrityCheck(exchange, sessionIntegrityKey(exchange, Buffer.from('K_g'))));
    expect(stepHandshake(third, withKg, { password })).toMatchObject({ kind: 'refused', reason: 'proof' });
    const secrets = { password, bmcKey: Buffer.from('K_g') };
    const keyed = continued(stepHandshake(second, replies.rakp2, secrets)).state;
    expect(stepHandshake(keyed, withKg, secrets).kind).toBe('established');
  });

  function openSessionResponse(algorithms = suite.algorithms as typeof noAlgorithms): HandshakePacket {
    return {
      payloadType: PayloadType.openSessionResponse,
      payload: encodeOpenSessionResponse({
        tag,
        status: 0,
        accepted: { maxPrivilege: 4, consoleSessionId, bmcSessionId, algorithms },
      }),
    };
  }

  function rakp2(authCode: Buffer): HandshakePacket {
    const { bmcRandom, bmcGuid } = exchange;
    const accepted = {
      consoleSessionId,
      bmcRandom: Buffer.from(bmcRandom),
      bmcGuid: Buffer.from(bmcGuid),
      authCode,
    };
    return { payloadType: PayloadType.rakp2, payload: encodeRakp2({ tag, status: 0, accepted }) };
  }

  function rakp4(integrityCheck: Buffer): HandshakePacket {
    const accepted = { consoleSessionId, integrityCheck };
    return { payloadType: PayloadType.rakp4, payload: encodeRakp4({ tag, status: 0, accepted }) };
  }
});

test.each([
  [0x01, 'no-slot'],
  [0x04, 'suite'],
  [0x09, 'privilege'],
  [0x11, 'suite'],
  [0xc7, 'suite'],
])('Open Session status %i means %s, even in two bytes', (status, reason) => {
  const { state } = startHandshake(someRequest());
  const packet = { payloadType: PayloadType.openSessionResponse, payload: Buffer.from([tag, status]) };
  expect(stepHandshake(state, packet, { password })).toMatchObject({ kind: 'refused', reason, status });
});

test.each([
  [0x02, 'stale'],
  [0x0a, 'privilege'],
  [0x0b, 'no-slot'],
  [0x0d, 'name'],
  [0x12, 'other'],
])('RAKP2 status %i means %s', (status, reason) => {
  const state: HandshakeState = { waitingFor: 'rakp-2', request: someRequest(), bmcSessionId };
  const packet = { payloadType: PayloadType.rakp2, payload: Buffer.from([tag, status]) };
  expect(stepHandshake(state, packet, { password })).toMatchObject({ kind: 'refused', reason, status });
});

const noAlgorithms = { authentication: 0, integrity: 0, confidentiality: 0 };

/** The status byte is not covered by any code: a stranger can always refuse in the BMC's name. */
const authenticatedFrom = { rakp2: 4, rakp4: 4 };

function someRequest(): HandshakeRequest {
  return {
    suite: cipherSuites[17],
    privilege: 4,
    username: Buffer.from('admin'),
    tag,
    consoleSessionId,
    consoleRandom: Buffer.alloc(16),
  };
}

function continued(result: HandshakeResult) {
  if (result.kind !== 'continue') throw new Error(`expected the handshake to go on, got ${result.kind}`);
  return result;
}

function frame(datagram: Buffer) {
  return decodeSessionFrame(datagram);
}

function kindOf(state: HandshakeState, packet: HandshakePacket): HandshakeResult['kind'] | 'malformed' {
  try {
    return stepHandshake(state, packet, { password }).kind;
  } catch (error) {
    expect(error).toMatchObject({ code: 'protocol-violation' });
    return 'malformed';
  }
}

function cut(packet: HandshakePacket, length: number): HandshakePacket {
  return { ...packet, payload: packet.payload.subarray(0, length) };
}

function* bitFlips(packet: HandshakePacket, fromByte: number): Generator<HandshakePacket> {
  for (let bit = fromByte * 8; bit < packet.payload.length * 8; bit++) {
    const payload = Buffer.from(packet.payload);
    payload.writeUInt8(payload.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    yield { ...packet, payload };
  }
}
