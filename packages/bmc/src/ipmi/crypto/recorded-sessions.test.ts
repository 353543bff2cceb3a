import { createSecretKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { loadVector, type Vector, type VectorPacket } from '../../../testing/vectors/load-vector.ts';
import {
  decodeIpmiRequest,
  decodeIpmiResponse,
  encodeIpmiRequest,
  encodeIpmiResponse,
} from '../framing/ipmi-message.ts';
import { PayloadType } from '../framing/payload-type.ts';
import { rmcpHeaderLength } from '../framing/rmcp.ts';
import { decodeSessionFrame, encodeHandshakePacket } from '../framing/session-header.ts';
import { decodeSessionlessPacket, encodeSessionlessPacket } from '../framing/sessionless-packet.ts';
import {
  decodeOpenSessionRequest,
  decodeOpenSessionResponse,
  encodeOpenSessionRequest,
  encodeOpenSessionResponse,
} from '../payloads/open-session.ts';
import { decodeRakp1, encodeRakp1 } from '../payloads/rakp-1.ts';
import { decodeRakp2, encodeRakp2 } from '../payloads/rakp-2.ts';
import { decodeRakp3, encodeRakp3 } from '../payloads/rakp-3.ts';
import { decodeRakp4, encodeRakp4 } from '../payloads/rakp-4.ts';
import { decodeSol, encodeSol } from '../payloads/sol.ts';
import { decryptPayload } from './aes-payload.ts';
import { cipherSuites, findCipherSuite } from './cipher-suite.ts';
import { codesMatch } from './codes-match.ts';
import {
  deriveSessionKeys,
  type RakpExchange,
  rakp2AuthCode,
  rakp3AuthCode,
  rakp4IntegrityCheck,
  sessionIntegrityKey,
} from './rakp-codes.ts';
import { openPacket, sealPacket } from './sealed-packet.ts';

const fullSessions = [
  'suite3-ipmitool-ipmi-sim-power-status',
  'suite3-ipmitool-ipmi-sim-sol',
  'suite3-ipmitool-ipmi-sim-sdr-sel',
  'suite17-ipmitool-goipmi-power-status',
];

const recordings = [
  ...fullSessions,
  'suite17-refused-by-ipmi-sim',
  'bad-password-suite3-ipmi-sim',
  'unknown-user-suite3-ipmi-sim',
];

describe.each(fullSessions)('%s', (name) => {
  const vector = loadVector(name);
  const exchange = exchangeOf(vector);
  const password = Buffer.from(vector.password);
  const sik = sessionIntegrityKey(exchange, password);
  const keys = deriveSessionKeys(exchange.suite, sik, password);

  test('keys come out as the recorded client computed them', () => {
    expect(sik.toString('hex')).toBe(vector.keys.sik);
    expect(keys.trailerKey.export().toString('hex')).toBe(vector.keys.k1);
    expect(keys.aesKey.export().toString('hex')).toBe(vector.keys.k2.slice(0, 32));
  });

  test('authentication codes equal those on the wire', () => {
    const rakp2 = decodeRakp2(payloadOf(vector, 'RAKP2'));
    const rakp3 = decodeRakp3(payloadOf(vector, 'RAKP3'));
    const rakp4 = decodeRakp4(payloadOf(vector, 'RAKP4'));
    expect(rakp2.accepted?.authCode).toEqual(rakp2AuthCode(exchange, password));
    expect(rakp3.authCode).toEqual(rakp3AuthCode(exchange, password));
    expect(rakp4.accepted?.integrityCheck).toEqual(rakp4IntegrityCheck(exchange, sik));
  });

  test('handshake packets are rebuilt byte for byte from what was decoded', () => {
    for (const packet of vector.packets.filter(isHandshake)) {
      const frame = decodeSessionFrame(bytesOf(packet));
      const payload = reencodeHandshake(frame.payloadType, frame.payload);
      expect(encodeHandshakePacket(frame.payloadType, payload).toString('hex')).toBe(packet.hex);
    }
  });

  test('session packets open, and seal to the same bytes with the same IV', () => {
    const sealed = vector.packets.filter((packet) => packet.aes !== undefined);
    expect(sealed.length).toBeGreaterThan(10);
    for (const packet of sealed) {
      const opened = openPacket(keys, bytesOf(packet));
      expect(opened?.payload.toString('hex')).toBe(packet.plain);
      if (opened === undefined || packet.aes === undefined) throw new Error('unreachable');
      const again = sealPacket(keys, opened, Buffer.from(packet.aes.iv, 'hex'));
      expect(again.toString('hex')).toBe(packet.hex);
    }
  });

  test('IPMI messages and serial packets are rebuilt byte for byte', () => {
    for (const packet of vector.packets) {
      if (packet.plain === undefined) continue;
      const plain = Buffer.from(packet.plain, 'hex');
      expect(reencodePlain(packet, plain).toString('hex')).toBe(packet.plain);
    }
  });

  test('sessionless packets are rebuilt byte for byte', () => {
    const sessionless = vector.packets.filter((packet) => packet.kind === 'ipmi15-unauthenticated');
    expect(sessionless).toHaveLength(2);
    for (const packet of sessionless) {
      const message = decodeSessionlessPacket(bytesOf(packet));
      expect(reencodePlain(packet, message)).toEqual(message);
      expect(encodeSessionlessPacket(message).toString('hex')).toBe(packet.hex);
    }
  });

  test('one flipped bit anywhere under the authentication code is not accepted', () => {
    const packet = vector.packets.find((candidate) => candidate.aes !== undefined);
    const original = bytesOf(packet);
    for (let bit = 4 * 8; bit < original.length * 8; bit++) {
      const changed = Buffer.from(original);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(openPacket(keys, changed)).toBeUndefined();
    }
  });

  test('in no packet a changed byte under the authentication code is accepted, nor a packet cut at any length', () => {
    const accepted: string[] = [];
    for (const { hex, aes } of vector.packets) {
      if (aes === undefined) continue;
      const original = Buffer.from(hex, 'hex');
      for (let at = 0; at < original.length; at++) {
        // The RMCP header stands before what the code covers, and says only what kind of datagram it is.
        const covered = at >= rmcpHeaderLength;
        if (covered && openPacket(keys, flipped(original, at)) !== undefined) accepted.push(`${hex} @${at}`);
        if (openPacket(keys, original.subarray(0, at)) !== undefined) accepted.push(`${hex} cut to ${at}`);
      }
    }
    expect(accepted).toEqual([]);
  });

  test('no changed byte of what the BMC proved itself with is believed', () => {
    const rakp2 = decodeRakp2(payloadOf(vector, 'RAKP2')).accepted;
    const rakp4 = decodeRakp4(payloadOf(vector, 'RAKP4')).accepted;
    if (rakp2 === undefined || rakp4 === undefined)
      throw new Error('the recording has no accepted handshake');
    for (const field of ['bmcRandom', 'bmcGuid', 'consoleRandom'] as const) {
      for (let at = 0; at < exchange[field].length; at++) {
        const other = { ...exchange, [field]: flipped(exchange[field], at) };
        expect(codesMatch(rakp2.authCode, rakp2AuthCode(other, password))).toBe(false);
        const key = sessionIntegrityKey(other, password);
        expect(codesMatch(rakp4.integrityCheck, rakp4IntegrityCheck(other, key))).toBe(false);
      }
    }
    for (let at = 0; at < rakp2.authCode.length; at++)
      expect(codesMatch(flipped(rakp2.authCode, at), rakp2AuthCode(exchange, password))).toBe(false);
    for (let at = 0; at < rakp4.integrityCheck.length; at++)
      expect(codesMatch(flipped(rakp4.integrityCheck, at), rakp4IntegrityCheck(exchange, sik))).toBe(false);
    expect(codesMatch(rakp4.integrityCheck, rakp4IntegrityCheck(exchange, sik))).toBe(true);
  });
});

test('any recorded datagram, cut at any length, is decoded or refused with a reason', () => {
  for (const { hex } of recordings.flatMap((name) => loadVector(name).packets)) {
    const original = Buffer.from(hex, 'hex');
    for (let length = 0; length <= original.length; length++) {
      for (const decode of [decodeSessionFrame, decodeSessionlessPacket]) {
        const problem = problemOf(() => decode(original.subarray(0, length)));
        if (problem !== undefined) expect(problem).toMatchObject({ code: 'protocol-violation' });
      }
    }
  }
});

describe('handshake payloads cut short', () => {
  const vector = loadVector('suite17-ipmitool-goipmi-power-status');
  const decoders = {
    OpenSessionRequest: decodeOpenSessionRequest,
    OpenSessionResponse: decodeOpenSessionResponse,
    RAKP1: decodeRakp1,
    RAKP2: decodeRakp2,
    RAKP3: decodeRakp3,
    RAKP4: decodeRakp4,
  };
  /** Bytes without which the message has no meaning; what follows is a code whose length is compared later. */
  const fixedPart: Record<string, number> = {
    OpenSessionRequest: 32,
    OpenSessionResponse: 36,
    RAKP1: 33,
    RAKP2: 40,
    RAKP3: 8,
    RAKP4: 8,
  };

  test.each(Object.entries(decoders))(
    '%s is refused at every length below its fixed part',
    (kind, decode) => {
      const payload = payloadOf(vector, kind);
      for (let length = 0; length < (fixedPart[kind] ?? 0); length++) {
        expect(() => decode(payload.subarray(0, length))).toThrow(
          expect.objectContaining({ code: 'protocol-violation' }),
        );
      }
      expect(() => decode(payload)).not.toThrow();
    },
  );
});

test('a two-byte refusal of suite 17 is understood', () => {
  const vector = loadVector('suite17-refused-by-ipmi-sim');
  const response = decodeOpenSessionResponse(payloadOf(vector, 'OpenSessionResponse'));
  expect(response).toEqual({ tag: 0, status: 0x04, accepted: undefined });
});

test('a wrong password shows as a code that differs', () => {
  const vector = loadVector('bad-password-suite3-ipmi-sim');
  const rakp2 = decodeRakp2(payloadOf(vector, 'RAKP2'));
  const expected = rakp2AuthCode(exchangeOf(vector), Buffer.from(vector.password));
  expect(rakp2.accepted?.authCode).toHaveLength(expected.length);
  expect(rakp2.accepted?.authCode.equals(expected)).toBe(false);
});

test('an unknown user shows as status 0Dh', () => {
  const vector = loadVector('unknown-user-suite3-ipmi-sim');
  expect(decodeRakp2(payloadOf(vector, 'RAKP2'))).toMatchObject({ status: 0x0d });
});

function exchangeOf(vector: Vector): RakpExchange {
  const suite = vector.cipherSuite === 17 ? cipherSuites[17] : cipherSuites[3];
  const { session } = vector;
  return {
    suite,
    consoleSessionId: Buffer.from(session.SIDm, 'hex').readUInt32LE(),
    bmcSessionId: Buffer.from(session.SIDc, 'hex').readUInt32LE(),
    consoleRandom: Buffer.from(session.Rm, 'hex'),
    bmcRandom: Buffer.from(session.Rc, 'hex'),
    bmcGuid: Buffer.from(session.GUID, 'hex'),
    role: session.role,
    username: Buffer.from(session.uname, 'hex'),
  };
}

function flipped(bytes: Uint8Array, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt8(changed.readUInt8(at) ^ (1 << (at & 7)), at);
  return changed;
}

function problemOf(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}

function bytesOf(packet: VectorPacket | undefined): Buffer {
  if (packet === undefined) throw new Error('the recording lacks this packet');
  return Buffer.from(packet.hex, 'hex');
}

function payloadOf(vector: Vector, kind: string): Buffer {
  return decodeSessionFrame(bytesOf(vector.packets.find((packet) => packet.kind === kind))).payload;
}

function isHandshake(packet: VectorPacket): boolean {
  return packet.kind.startsWith('RAKP') || packet.kind.startsWith('OpenSession');
}

function reencodeHandshake(payloadType: number, payload: Buffer): Buffer {
  switch (payloadType) {
    case PayloadType.openSessionRequest:
      return encodeOpenSessionRequest(decodeOpenSessionRequest(payload));
    case PayloadType.openSessionResponse:
      expect(
        findCipherSuite(decodeOpenSessionResponse(payload).accepted?.algorithms ?? noAlgorithms),
      ).toBeDefined();
      return encodeOpenSessionResponse(decodeOpenSessionResponse(payload));
    case PayloadType.rakp1:
      return encodeRakp1(decodeRakp1(payload));
    case PayloadType.rakp2:
      return encodeRakp2(decodeRakp2(payload));
    case PayloadType.rakp3:
      return encodeRakp3(decodeRakp3(payload));
    case PayloadType.rakp4:
      return encodeRakp4(decodeRakp4(payload));
    default:
      throw new Error(`payload type ${payloadType} is not part of a handshake`);
  }
}

const noAlgorithms = { authentication: 0, integrity: 0, confidentiality: 0 };

function reencodePlain(packet: VectorPacket, plain: Buffer): Buffer {
  if (packet.sol !== undefined) return encodeSol(decodeSol(plain));
  if (packet.from === 'client') return encodeIpmiRequest(decodeIpmiRequest(plain));
  const rebuilt = encodeIpmiResponse(decodeIpmiResponse(plain));
  // goipmi-server addresses its replies to 20h instead of 81h; the reader does not care, the writer does.
  return plain[0] === bmcAddress ? withGoIpmiAddress(rebuilt, plain) : rebuilt;
}

const bmcAddress = 0x20;

function withGoIpmiAddress(rebuilt: Buffer, plain: Buffer): Buffer {
  return Buffer.concat([plain.subarray(0, 3), rebuilt.subarray(3)]);
}

test('decrypting rejects lengths that are no whole number of blocks', () => {
  const key = createSecretKey(Buffer.alloc(16));
  for (const length of [0, 1, 16, 31, 33]) {
    expect(() => decryptPayload(key, Buffer.alloc(length))).toThrow(/encrypted payload length/);
  }
});
