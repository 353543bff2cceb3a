/**
 * A screen relayed as RFB: the broker has logged in to it, the viewer logs in to the broker with nothing.
 * Screen to viewer is relayed unread; viewer to screen is read message by message.
 */
import type { ConsoleStream, EngineHost, ViewerMessage } from '../../engine.ts';
import { createByteQueue } from './byte-queue.ts';
import type { OpenRfbTarget } from './open-target.ts';
import { beginViewerHandshake, stepViewerHandshake } from './viewer-handshake.ts';
import { readViewerMessages } from './viewer-messages.ts';

export interface RfbStreamOptions {
  readonly target: OpenRfbTarget;
  readonly host: EngineHost;
  readonly readOnly: boolean;
}

export function createRfbStream({ target, host, readOnly }: RfbStreamOptions): ConsoleStream {
  const { socket } = target;
  const input = createByteQueue();
  let state = beginViewerHandshake().state;
  let closed = false;

  function onTargetGone(): void {
    if (!closed) host.end('target-closed');
  }

  function greet(): void {
    for (let step = stepViewerHandshake(state, input, target.serverInit); step; ) {
      state = step.state;
      if (step.send) host.send(step.send);
      step = stepViewerHandshake(state, input, target.serverInit);
    }
    if (state === 'failed')
      host.end('viewer-misbehaved', 'the viewer does not speak RFB 3.8 without password');
    if (state !== 'done') return;
    if (target.rest.length > 0) host.send(target.rest);
    socket.on('data', (bytes) => host.send(bytes));
    socket.resume();
    relay();
  }

  function relay(): void {
    const read = readViewerMessages(input, { readOnly });
    if (!read.ok) {
      host.end('viewer-misbehaved', read.detail);
      return;
    }
    if (read.pass.length === 0 || socket.write(Buffer.concat(read.pass))) return;
    host.holdViewer();
    socket.once('drain', () => host.releaseViewer());
  }

  socket.on('error', onTargetGone).on('end', onTargetGone).on('close', onTargetGone);

  return {
    engine: 'rfb',
    start: () => host.send(beginViewerHandshake().send),
    receive(message: ViewerMessage) {
      if (closed) return;
      if (message.kind !== 'binary') return host.end('viewer-misbehaved', 'text where RFB was expected');
      input.push(message.bytes);
      if (state === 'done') relay();
      else greet();
    },
    wordNotice: (notice) => JSON.stringify(notice),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    async close() {
      closed = true;
      socket.destroy();
    },
  };
}
