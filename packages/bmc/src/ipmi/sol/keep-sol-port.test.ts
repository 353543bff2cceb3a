import { createSecretKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { loadVector } from '../../../testing/vectors/load-vector.ts';
import { Secret } from '../../secret.ts';
import { cipherSuites } from '../crypto/cipher-suite.ts';
import { openPacket } from '../crypto/sealed-packet.ts';
import { decodeIpmiResponse } from '../framing/ipmi-message.ts';
import { createSolPortKeeper } from './keep-sol-port.ts';

const vector = loadVector('suite3-ipmitool-ipmi-sim-sol');
const packets = vector.packets.map(({ from, hex, ipmi }) => ({ from, ipmi, bytes: Buffer.from(hex, 'hex') }));
const keys = {
  suite: cipherSuites[3],
  trailerKey: createSecretKey(Buffer.from(vector.keys.k1, 'hex')),
  aesKey: createSecretKey(Buffer.from(vector.keys.k2, 'hex').subarray(0, 16)),
};
const port = 30_623;

/** What the client gets of the recorded session, beside what the BMC sent. */
function carry(password: string) {
  const keeper = createSolPortKeeper({ password: new Secret(password), port });
  const given = [];
  for (const { from, bytes, ipmi } of packets) {
    if (from === 'client') keeper.fromClient(bytes);
    else given.push({ sent: bytes, got: keeper.fromBmc(bytes), ipmi });
  }
  return given;
}

test('of a recorded serial session one reply is changed: it names the port that the client is connected to', () => {
  const changed = carry(vector.password).filter(({ sent, got }) => !got.equals(sent));
  expect(changed).toHaveLength(1);
  const [reply] = changed;
  const sent = openPacket(keys, reply?.sent ?? Buffer.alloc(0));
  const got = openPacket(keys, reply?.got ?? Buffer.alloc(0));
  expect(got).toMatchObject({ sessionId: sent?.sessionId, sequence: sent?.sequence });
  // Checksums are checked: the message is whole.
  const message = decodeIpmiResponse(got?.payload ?? Buffer.alloc(0), 'check');
  const before = decodeIpmiResponse(sent?.payload ?? Buffer.alloc(0), 'check');
  expect(message).toMatchObject({ netFn: 7, command: 0x48, completionCode: 0 });
  expect(message.data.readUInt16LE(8)).toBe(port);
  expect(Buffer.concat([message.data.subarray(0, 8), message.data.subarray(10)])).toEqual(
    Buffer.concat([before.data.subarray(0, 8), before.data.subarray(10)]),
  );
});

test('what another password seals is carried as it is', () => {
  for (const { sent, got } of carry('another')) expect(got).toBe(sent);
});

test('rubbish is carried as it is', () => {
  const keeper = createSolPortKeeper({ password: new Secret('x'), port });
  for (const { bytes } of packets) {
    for (let length = 0; length < bytes.length; length += 7) {
      const cut = bytes.subarray(0, length);
      keeper.fromClient(cut);
      expect(keeper.fromBmc(cut)).toBe(cut);
    }
  }
});
