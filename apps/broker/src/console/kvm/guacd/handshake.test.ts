import { expect, test } from 'vitest';
import { beginHandshake, stepHandshake } from './handshake.ts';
import { encodeInstruction, type Instruction } from './instruction.ts';
import { createInstructionDecoder } from './instruction-decoder.ts';
import { vncParameters } from './vnc-parameters.ts';

const target = {
  protocol: 'vnc',
  width: 1024,
  height: 768,
  parameters: vncParameters({ host: '192.0.2.7', port: 5901, password: 'hunter22', readOnly: true }),
} as const;

// What guacd 1.3.0 really asks, in its order.
const argsOf130 = (
  'VERSION_1_3_0 hostname port read-only encodings username password swap-red-blue color-depth cursor autoretry ' +
  'clipboard-encoding dest-host dest-port enable-audio audio-servername reverse-connect listen-timeout enable-sftp ' +
  'sftp-hostname sftp-host-key sftp-port sftp-username sftp-password sftp-private-key sftp-passphrase ' +
  'sftp-directory sftp-root-directory sftp-server-alive-interval sftp-disable-download sftp-disable-upload ' +
  'recording-path recording-name recording-exclude-output recording-exclude-mouse recording-include-keys ' +
  'create-recording-path disable-copy disable-paste wol-send-packet wol-mac-addr wol-broadcast-addr wol-wait-time'
).split(' ');

function instruction(opcode: string, ...args: string[]): Instruction {
  return { opcode, args, raw: encodeInstruction(opcode, ...args) };
}

function connectAnswer(names: readonly string[]): readonly string[] {
  const sent = stepHandshake('selecting', instruction('args', ...names), target).send ?? '';
  const connect = createInstructionDecoder()
    .push(sent)
    .find(({ opcode }) => opcode === 'connect');
  return connect?.args ?? [];
}

test('the handshake runs select, args, connect, ready', () => {
  const begun = beginHandshake(target);
  expect(begun).toEqual({ state: 'selecting', send: '6.select,3.vnc;' });
  const asked = stepHandshake(begun.state, instruction('args', ...argsOf130), target);
  expect(asked.state).toBe('connecting');
  expect(asked.send).toMatch(/^4\.size,4\.1024,3\.768,2\.96;5\.audio;5\.video;5\.image,/);
  expect(stepHandshake(asked.state, instruction('ready', '$260d01da'), target)).toEqual({ state: 'ready' });
});

test('the answer has as many values as guacd asked, each in its place', () => {
  const values = connectAnswer(argsOf130);
  expect(values).toHaveLength(argsOf130.length);
  const given = Object.fromEntries(
    argsOf130.map((name, index) => [name, values[index]]).filter(([, value]) => value),
  );
  expect(given).toEqual({
    VERSION_1_3_0: 'VERSION_1_1_0',
    hostname: '192.0.2.7',
    port: '5901',
    'read-only': 'true',
    password: 'hunter22',
    'disable-copy': 'true',
    'disable-paste': 'true',
  });
});

test('arguments are answered by name, so a shuffled list cannot put the host where a path belongs', () => {
  const shuffled = ['recording-path', 'hostname', 'VERSION_1_6_0', 'constructor', 'port'];
  expect(connectAnswer(shuffled)).toEqual(['', '192.0.2.7', 'VERSION_1_1_0', '', '5901']);
});

test.each([
  ['ready before args', 'selecting', instruction('ready', '$x')],
  ['args twice', 'connecting', instruction('args', 'VERSION_1_3_0')],
  ['required', 'connecting', instruction('required', 'password')],
  ['anything after the end', 'ready', instruction('args')],
] as const)('%s fails the handshake', (_, state, received) => {
  expect(stepHandshake(state, received, target)).toEqual({ state: 'failed' });
});

test('a refusal keeps guacd’s status and drops its text', () => {
  expect(stepHandshake('connecting', instruction('error', 'Aborted. See logs.', '519'), target)).toEqual({
    state: 'failed',
    status: 519,
  });
});

test('a keep-alive in the middle changes nothing', () => {
  expect(stepHandshake('connecting', instruction('nop'), target)).toEqual({ state: 'connecting' });
});
