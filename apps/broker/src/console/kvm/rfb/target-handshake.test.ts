import { expect, test } from 'vitest';
import { createByteQueue } from './byte-queue.ts';
import { stepTargetHandshake, type TargetHandshakeState } from './target-handshake.ts';

const version = Buffer.from('RFB 003.008\n');
const ok = Buffer.alloc(4);

function serverInit(
  name: string,
  { width = 800, height = 600, bitsPerPixel = 32, nameBytes = -1 } = {},
): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt16BE(width, 0);
  head.writeUInt16BE(height, 2);
  head[4] = bitsPerPixel;
  head.writeUInt32BE(nameBytes >= 0 ? nameBytes : Buffer.byteLength(name), 20);
  return Buffer.concat([head, Buffer.from(name)]);
}

/** Runs the whole handshake over pieces; the challenge's answer is its bytes plus one. */
function run(pieces: readonly Uint8Array[], hasPassword = true) {
  const input = createByteQueue();
  let state: TargetHandshakeState = { at: 'version' };
  const sent: Buffer[] = [];
  const answer = (challenge: Buffer) =>
    hasPassword ? Buffer.from(challenge.map((byte) => byte + 1)) : undefined;
  for (const piece of pieces) {
    input.push(piece);
    for (
      let step = stepTargetHandshake(state, input, answer);
      step;
      step = stepTargetHandshake(state, input, answer)
    ) {
      state = step.state;
      if (step.send) sent.push(step.send);
    }
  }
  return { state, sent: Buffer.concat(sent), left: input.length };
}

const challenge = Buffer.from(Array.from({ length: 16 }, (_, index) => index));
const withPassword = Buffer.concat([version, Buffer.of(2, 1, 2), challenge, ok, serverInit('QEMU')]);

test('cut anywhere, the handshake logs in with the password, although no password is offered as well', () => {
  for (let cut = 0; cut <= withPassword.length; cut += 1) {
    const { state, sent, left } = run([withPassword.subarray(0, cut), withPassword.subarray(cut)]);
    expect(state).toEqual({ at: 'done', serverInit: serverInit('QEMU') });
    expect(sent).toEqual(
      Buffer.concat([version, Buffer.of(2), challenge.map((byte) => byte + 1), Buffer.of(1)]),
    );
    expect(left).toBe(0);
  }
});

test('byte by byte it comes to the same end', () => {
  expect(run([...withPassword].map((byte) => Buffer.of(byte))).state.at).toBe('done');
});

test('truncated anywhere it waits and fails nothing', () => {
  for (let length = 0; length < withPassword.length; length += 1)
    expect(['done', 'failed']).not.toContain(run([withPassword.subarray(0, length)]).state.at);
});

test('a screen without password is opened with None', () => {
  const { state, sent } = run([version, Buffer.of(1, 1), ok, serverInit('x')]);
  expect(state.at).toBe('done');
  expect(sent).toEqual(Buffer.concat([version, Buffer.of(1), Buffer.of(1)]));
});

test('bytes after the handshake are left for the relay', () => {
  expect(run([Buffer.concat([withPassword, Buffer.from('rest')])]).left).toBe(4);
});

test('a long name is shortened, with its length', () => {
  const { state } = run([version, Buffer.of(1, 1), ok, serverInit('n'.repeat(3000))]);
  if (state.at !== 'done') throw new Error(`at ${state.at}`);
  expect(state.serverInit).toEqual(serverInit('n'.repeat(256)));
});

test.each([
  ['text instead of a greeting', [Buffer.from('HTTP/1.1 400')], 'target-misbehaved'],
  ['an RFB of 1998', [Buffer.from('RFB 003.003\n')], 'target-misbehaved'],
  ['no security types, a reason of 4 GiB', [version, Buffer.of(0, 255, 255, 255, 255)], 'target-unreachable'],
  ['security types that nobody speaks', [version, Buffer.of(2, 19, 30)], 'target-login-refused'],
  [
    'a refused password',
    [version, Buffer.of(1, 2), challenge, Buffer.of(0, 0, 0, 1)],
    'target-login-refused',
  ],
  [
    'a screen of 65535 x 65535',
    [version, Buffer.of(1, 1), ok, serverInit('', { width: 65_535, height: 65_535 })],
    'target-misbehaved',
  ],
  [
    'a name of 2 GiB',
    [version, Buffer.of(1, 1), ok, serverInit('', { nameBytes: 2 ** 31 })],
    'target-misbehaved',
  ],
  [
    '24 bits per pixel',
    [version, Buffer.of(1, 1), ok, serverInit('', { bitsPerPixel: 24 })],
    'target-misbehaved',
  ],
])('%s fails as %3$s', (_, pieces, reason) => {
  expect(run(pieces).state).toMatchObject({ at: 'failed', reason });
});

test('a screen that wants a password we do not have is told apart', () => {
  expect(run([version, Buffer.of(1, 2), challenge], false).state).toMatchObject({
    reason: 'target-login-refused',
  });
});

test('the private versions beyond 3.8 are answered with 3.8', () => {
  expect(run([Buffer.from('RFB 003.889\n'), Buffer.of(1, 1)]).sent).toEqual(
    Buffer.concat([version, Buffer.of(1)]),
  );
});
