import { expect, test } from 'vitest';
import { createByteQueue } from './byte-queue.ts';
import { beginViewerHandshake, stepViewerHandshake, type ViewerHandshakeState } from './viewer-handshake.ts';
import { readViewerMessages } from './viewer-messages.ts';

const version = Buffer.from('RFB 003.008\n');
const init = Buffer.from('the screen’s own ServerInit');

function shake(bytes: Uint8Array) {
  const input = createByteQueue();
  let state: ViewerHandshakeState = beginViewerHandshake().state;
  const sent: Buffer[] = [];
  for (const byte of bytes) {
    input.push(Buffer.of(byte));
    for (
      let step = stepViewerHandshake(state, input, init);
      step;
      step = stepViewerHandshake(state, input, init)
    ) {
      state = step.state;
      if (step.send) sent.push(step.send);
    }
  }
  return { state, sent: Buffer.concat(sent), left: input.length };
}

test('a viewer is offered None and nothing else, then the screen', () => {
  const { state, sent } = shake(Buffer.concat([version, Buffer.of(1), Buffer.of(0)]));
  expect(state).toBe('done');
  expect(sent).toEqual(Buffer.concat([Buffer.of(1, 1), Buffer.alloc(4), init]));
});

test.each([
  ['another version', Buffer.from('RFB 003.003\n')],
  ['VNC authentication', Buffer.concat([version, Buffer.of(2)])],
  ['type zero', Buffer.concat([version, Buffer.of(0)])],
])('%s from a viewer fails', (_, bytes) => {
  expect(shake(bytes).state).toBe('failed');
});

const pixelFormat = Buffer.concat([Buffer.of(0, 0, 0, 0), Buffer.alloc(16)]);
const request = Buffer.of(3, 1, 0, 0, 0, 0, 3, 32, 2, 88);
const key = Buffer.of(4, 1, 0, 0, 0, 0, 0xff, 0x0d);
const pointer = Buffer.of(5, 1, 0, 10, 0, 20);
const cutText = Buffer.concat([Buffer.of(6, 0, 0, 0, 0, 0, 0, 3), Buffer.from('abc')]);
const qemuKey = Buffer.of(255, 0, 0, 1, 0, 0, 0xff, 0x0d, 0, 0, 0, 28);
const xvp = Buffer.of(250, 0, 1, 3);
const resize = Buffer.concat([Buffer.of(251, 0, 3, 32, 2, 88, 1, 0), Buffer.alloc(16)]);
const fence = Buffer.concat([Buffer.of(248, 0, 0, 0, 0, 0, 0, 1, 2), Buffer.of(7, 7)]);
const continuous = Buffer.of(150, 1, 0, 0, 0, 0, 3, 32, 2, 88);
const all = [pixelFormat, request, key, pointer, cutText, qemuKey, xvp, resize, fence, continuous];

function encodings(...list: number[]): Buffer {
  const message = Buffer.alloc(4 + list.length * 4);
  message[0] = 2;
  message.writeUInt16BE(list.length, 2);
  for (const [index, encoding] of list.entries()) message.writeInt32BE(encoding, 4 + index * 4);
  return message;
}

function filter(pieces: readonly Uint8Array[], readOnly = false): Buffer {
  const input = createByteQueue();
  const passed: Buffer[] = [];
  for (const piece of pieces) {
    input.push(piece);
    const read = readViewerMessages(input, { readOnly });
    if (!read.ok) throw new Error(read.detail);
    passed.push(...read.pass);
  }
  return Buffer.concat(passed);
}

test('cut anywhere, what a viewer sends reaches the screen unchanged, but for power buttons', () => {
  const stream = Buffer.concat(all);
  const wanted = Buffer.concat(all.filter((message) => message !== xvp));
  for (let cut = 0; cut <= stream.length; cut += 1)
    expect(filter([stream.subarray(0, cut), stream.subarray(cut)])).toEqual(wanted);
});

test('a view-only viewer can ask for pictures and act on nothing', () => {
  expect(filter([Buffer.concat(all)], true)).toEqual(
    Buffer.concat([pixelFormat, request, fence, continuous]),
  );
});

test('only known encodings reach the screen: no power, no clipboard, no longer pointer messages', () => {
  const asked = encodings(7, 16, 0, -309, -316, 50, 0xc0a1e5ce | 0, -26, -254, -258, 99);
  expect(filter([asked])).toEqual(encodings(7, 16, 0, -26, -254, -258));
});

test.each([
  ['an unknown type', Buffer.of(7)],
  ['QEMU audio', Buffer.of(255, 1, 0, 0)],
  ['a clipboard of 2 GiB', Buffer.of(6, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff)],
  ['an extended clipboard', Buffer.of(6, 0, 0, 0, 0xff, 0xff, 0xff, 0xfc)],
  ['a thousand encodings', Buffer.of(2, 0, 0x03, 0xe8)],
  ['a fence of 255 bytes', Buffer.of(248, 0, 0, 0, 0, 0, 0, 1, 255)],
  ['200 screens', Buffer.of(251, 0, 0, 0, 0, 0, 200, 0)],
])('%s ends the console at its first bytes', (_, bytes) => {
  expect(() => filter([bytes])).toThrow('not allowed');
  expect(() => filter([bytes], true)).toThrow('not allowed');
});
