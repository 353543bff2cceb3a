import { describe, expect, test } from 'vitest';
import { loadVector, type VectorPacket } from '../../testing/vectors/load-vector.ts';
import { cipherSuites } from './crypto/cipher-suite.ts';
import { encodeIpmiRequest } from './framing/ipmi-message.ts';
import { PayloadType } from './framing/payload-type.ts';
import { encodeHandshakePacket, encodeSessionFrame } from './framing/session-header.ts';
import { encodeSessionlessPacket } from './framing/sessionless-packet.ts';
import { encodeOpenSessionRequest } from './payloads/open-session.ts';
import { readDatagram } from './read-datagram.ts';

const bytes = ({ hex }: VectorPacket) => Buffer.from(hex, 'hex');

test('tells each packet of a session that ipmitool had with ipmi_sim', () => {
  const { packets, session } = loadVector('suite3-ipmitool-ipmi-sim-sol');
  const kinds = packets.map((packet) => readDatagram(bytes(packet)).kind);
  const start = kinds.indexOf('open-session-request');
  expect(new Set(kinds.slice(0, start))).toEqual(new Set(['sessionless']));
  expect(kinds.slice(start, start + 6)).toEqual([
    'open-session-request',
    'session-opened',
    'rakp',
    'rakp',
    'rakp',
    'rakp',
  ]);
  expect(new Set(kinds.slice(start + 6))).toEqual(new Set(['session']));
  const opened = packets.map((packet) => readDatagram(bytes(packet)))[start + 1];
  expect(opened).toEqual({
    kind: 'session-opened',
    suite: 3,
    bmcSessionId: Buffer.from(session.SIDc, 'hex').readUInt32LE(),
  });
});

test('a cut datagram is never taken for more than it is', () => {
  for (const name of ['suite3-ipmitool-ipmi-sim-power-status', 'suite17-ipmitool-goipmi-power-status']) {
    for (const packet of loadVector(name).packets) {
      const whole = readDatagram(bytes(packet)).kind;
      for (let length = 0; length < bytes(packet).length; length++) {
        const { kind } = readDatagram(bytes(packet).subarray(0, length));
        expect([whole, 'unknown', 'old-session', 'open-session-refused']).toContain(kind);
      }
    }
  }
});

describe('a proposed cipher suite', () => {
  const propose = (algorithms: readonly [number, number, number]) => {
    const [authentication, integrity, confidentiality] = algorithms;
    return encodeOpenSessionRequest({
      tag: 0,
      maxPrivilege: 4,
      consoleSessionId: 1,
      algorithms: { authentication, integrity, confidentiality },
    });
  };
  const suiteOf = (payload: Buffer) =>
    readDatagram(encodeHandshakePacket(PayloadType.openSessionRequest, payload));

  test.each(Object.values(cipherSuites))('is told where it protects in full: $id', ({ id, algorithms }) => {
    const { authentication, integrity, confidentiality } = algorithms;
    expect(suiteOf(propose([authentication, integrity, confidentiality]))).toEqual({
      kind: 'open-session-request',
      suite: id,
    });
  });

  test.each([
    ['0: nothing at all', [0, 0, 0]],
    ['1: no integrity', [1, 0, 0]],
    ['2: no encryption', [1, 1, 0]],
    ['15: no encryption', [3, 0, 0]],
    ['4: RC4', [1, 1, 2]],
  ] as const)('is none where it does not: %s', (_, algorithms) => {
    expect(suiteOf(propose(algorithms))).toEqual({ kind: 'open-session-request', suite: undefined });
  });

  test.each([0, 1, 2])('is none where record %i leaves the choice to the BMC', (record) => {
    const payload = propose([1, 1, 1]);
    payload[11 + 8 * record] = 0;
    expect(suiteOf(payload)).toEqual({ kind: 'open-session-request', suite: undefined });
  });
});

test('traffic of IPMI 1.5 sessions is told by what it is wrapped in', () => {
  const message = encodeIpmiRequest({ netFn: 6, lun: 0, sequence: 1, command: 0x01, data: Buffer.alloc(0) });
  const packet = encodeSessionlessPacket(message);
  expect(readDatagram(packet)).toEqual({ kind: 'sessionless', netFn: 6, command: 0x01 });
  for (const authenticationType of [0x01, 0x02, 0x04, 0x05]) {
    const old = Buffer.from(packet);
    old[4] = authenticationType;
    expect(readDatagram(old)).toEqual({ kind: 'old-session' });
  }
  for (const offset of [5, 9]) {
    const old = Buffer.from(packet);
    old[offset] = 1;
    expect(readDatagram(old)).toEqual({ kind: 'old-session' });
  }
});

test('a message in the newer wrapper outside of a session is one outside of a session', () => {
  const message = encodeIpmiRequest({ netFn: 6, lun: 0, sequence: 1, command: 0x54, data: Buffer.alloc(3) });
  expect(readDatagram(encodeHandshakePacket(PayloadType.ipmi, message))).toEqual({
    kind: 'sessionless',
    netFn: 6,
    command: 0x54,
  });
  const sealed = encodeSessionFrame(
    { payloadType: PayloadType.ipmi, encrypted: true, authenticated: true, sessionId: 0, sequence: 1 },
    message,
  );
  expect(readDatagram(sealed)).toEqual({ kind: 'unknown' });
});

test('presence is asked and told; other RMCP is unknown', () => {
  const ping = Buffer.from('0600ff06000011be80000000', 'hex');
  expect(readDatagram(ping)).toEqual({ kind: 'presence-ping' });
  const pong = Buffer.from('0600ff06000011be40000010000011be000000008100000000000000', 'hex');
  expect(readDatagram(pong)).toEqual({ kind: 'presence-pong' });
  for (const hex of [
    '',
    '06',
    '0600ff06000011be8000',
    '0600ff06000011be81000000',
    '0600ff08000011be80000000',
  ])
    expect(readDatagram(Buffer.from(hex, 'hex'))).toEqual({ kind: 'unknown' });
});
