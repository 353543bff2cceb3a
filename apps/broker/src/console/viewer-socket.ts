/** One viewer's WebSocket: messages in, bounded output, a pulse both ways, and an end that comes whatever he does. */
import { type ConsoleCloseReason, consoleCloseReasons } from '@postern/domain';
import type { RawData, WebSocket } from 'ws';
import type { Clock, Timer } from './clock.ts';
import type { ViewerMessage } from './engine.ts';
import { createPump, type Source } from './pump.ts';

export interface ViewerSocket {
  /** Replaces the receiver of messages. */
  onMessage(receive: (message: ViewerMessage) => void): void;
  /** Replaces who hears that the viewer is gone or has to go. Called at most once in all. */
  onEnd(end: (reason: ConsoleCloseReason, detail: string) => void): void;
  attach(source: Source): void;
  send(data: string | Buffer): void;
  /** Stops and resumes reading from the viewer. */
  hold(): void;
  release(): void;
  readonly bytesSent: number;
  /** Says why, and destroys the connection soon after even if the viewer does not take leave. Idempotent. */
  close(reason: ConsoleCloseReason): void;
}

const pulseMs = 5000;
const deadAfterMs = 20_000;
const targetStuckMs = 30_000;
const leaveMs = 500;

export function createViewerSocket(options: {
  readonly socket: WebSocket;
  readonly clock: Clock;
}): ViewerSocket {
  const { socket, clock } = options;
  let receive: (message: ViewerMessage) => void = () => undefined;
  let report: (reason: ConsoleCloseReason, detail: string) => void = () => undefined;
  let ended = false;
  let heardAt = clock.now();
  let pulse: Timer | undefined;
  let held: Timer | undefined;

  const end = (reason: ConsoleCloseReason, detail: string) => {
    if (ended) return;
    ended = true;
    report(reason, detail);
  };
  const pump = createPump({
    socket,
    clock,
    onStalled: () => end('viewer-stalled', 'the viewer reads nothing'),
  });

  function beat(): void {
    pulse = clock.after(pulseMs, () => {
      const expected = !pump.isCongested() && held === undefined;
      if (!expected) heardAt = clock.now();
      if (clock.now() - heardAt >= deadAfterMs) {
        end('viewer-stalled', 'the viewer answers no pings');
        return;
      }
      socket.ping();
      beat();
    });
  }

  socket.on('message', (data, isBinary) => {
    heardAt = clock.now();
    const bytes = toBuffer(data);
    receive(isBinary ? { kind: 'binary', bytes } : { kind: 'text', text: bytes.toString('utf8') });
  });
  socket.on('pong', () => {
    heardAt = clock.now();
  });
  // Oversized messages, broken frames, resets: `close` follows with the code.
  socket.on('error', () => undefined);
  socket.on('close', (code) => {
    pulse?.cancel();
    held?.cancel();
    pump.stop();
    const broke = code === 1002 || code === 1007 || code === 1009;
    end(broke ? 'viewer-misbehaved' : 'viewer-left', `the viewer's socket closed with ${code}`);
  });
  beat();

  return {
    onMessage(next) {
      receive = next;
    },
    onEnd(next) {
      report = next;
    },
    attach: pump.attach,
    send: pump.send,
    hold() {
      if (held) return;
      socket.pause();
      held = clock.after(targetStuckMs, () => end('target-closed', 'the target takes no input'));
    },
    release() {
      held?.cancel();
      held = undefined;
      socket.resume();
    },
    get bytesSent() {
      return pump.bytesSent;
    },
    close(reason) {
      ended = true;
      receive = () => undefined;
      pulse?.cancel();
      held?.cancel();
      pump.stop();
      if (socket.readyState === socket.CLOSED) return;
      // A held socket would never read the viewer's own close frame.
      socket.resume();
      const { code, sentence } = consoleCloseReasons[reason];
      socket.close(code, sentence);
      const timer = clock.after(leaveMs, () => socket.terminate());
      socket.once('close', () => timer.cancel());
    },
  };
}

function toBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
