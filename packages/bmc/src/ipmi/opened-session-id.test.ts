import { expect, test } from 'vitest';
import { loadVector } from '../../testing/vectors/load-vector.ts';
import { readOpenedSessionId } from './opened-session-id.ts';

test('of a whole recorded session only the Open Session Response names the session', () => {
  const vector = loadVector('suite17-ipmitool-goipmi-power-status');
  const found = vector.packets.map((packet) => readOpenedSessionId(Buffer.from(packet.hex, 'hex')));
  const expected = Buffer.from(vector.session.SIDc, 'hex').readUInt32LE();
  expect(found.filter((id) => id !== undefined)).toEqual([expected]);
});

test('refusals and cut datagrams name none', () => {
  const refused = loadVector('suite17-refused-by-ipmi-sim');
  for (const packet of refused.packets) {
    expect(readOpenedSessionId(Buffer.from(packet.hex, 'hex'))).toBeUndefined();
  }
  const vector = loadVector('suite3-ipmitool-ipmi-sim-power-status');
  const response = vector.packets.find((packet) => packet.kind === 'OpenSessionResponse');
  const whole = Buffer.from(response?.hex ?? '', 'hex');
  for (let length = 0; length < whole.length; length++) {
    expect(readOpenedSessionId(whole.subarray(0, length))).toBeUndefined();
  }
});
