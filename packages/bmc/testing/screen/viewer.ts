import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { MachineKey } from '../machine/keys.ts';
import { createFrame, type Frame } from './frame.ts';
import { changedAreas, wholeFrame } from './frame-difference.ts';
import { createKeyboard } from './keysyms.ts';
import { createPixelWriter, defaultPixelFormat, type PixelFormat } from './pixel-format.ts';
import { type HandshakeState, type ScreenIdentity, serverGreeting, stepHandshake } from './rfb-handshake.ts';
import { type ClientMessage, encodeRawUpdate, parseClientMessage } from './rfb-messages.ts';

/** One connected viewer. */
export interface Viewer {
  /** The handshake is over: it sees the screen. */
  readonly isOpen: boolean;
  /** The picture may have changed. Sends what differs, if the viewer asked for an update. */
  refresh(): void;
}

export interface ViewerOptions {
  readonly socket: Socket;
  readonly identity: ScreenIdentity;
  /** The present picture, owned by the screen. */
  readonly picture: () => Frame;
  readonly onOpen: () => void;
  readonly onKey: (key: MachineKey) => void;
}

/** Serves one connection until it closes. Whatever breaks the protocol ends it. */
export function serveViewer({ socket, identity, picture, onOpen, onKey }: ViewerOptions): Viewer {
  let handshake: HandshakeState = { stage: 'version' };
  let pending = Buffer.alloc(0);
  let format: PixelFormat = defaultPixelFormat;
  let writePixels = createPixelWriter(format);
  let wanted: 'nothing' | 'changes' | 'everything' = 'nothing';
  const shown = createFrame();
  const keyboard = createKeyboard();

  function receive(bytes: Buffer): void {
    pending = Buffer.concat([pending, bytes]);
    while (!socket.destroyed && (handshake.stage === 'open' ? takeMessage() : takeHandshake()));
  }

  function takeHandshake(): boolean {
    const step = stepHandshake(handshake, pending, identity, randomBytes);
    if (step === undefined) return false;
    handshake = step.state;
    pending = pending.subarray(step.taken);
    if (step.send !== undefined) socket.write(step.send);
    if (step.refused) {
      // Wait for the goodbye to be read, then let go.
      pending = Buffer.alloc(0);
      socket.destroySoon();
      return false;
    }
    if (handshake.stage === 'open') onOpen();
    return true;
  }

  function takeMessage(): boolean {
    const parsed = parseClientMessage(pending);
    if (parsed === 'incomplete') return false;
    if (parsed === 'unknown') {
      socket.destroy();
      return false;
    }
    pending = pending.subarray(parsed.length);
    handle(parsed.message);
    return true;
  }

  function handle(message: ClientMessage): void {
    switch (message.kind) {
      case 'set-pixel-format':
        format = message.format;
        writePixels = createPixelWriter(format);
        break;
      case 'update-request':
        wanted = message.incremental && wanted !== 'everything' ? 'changes' : 'everything';
        refresh();
        break;
      case 'key': {
        const key = keyboard(message.keysym, message.down);
        if (key !== undefined) onKey(key);
      }
    }
  }

  function refresh(): void {
    // A viewer that does not read gets nothing new until it has.
    if (wanted === 'nothing' || socket.writableNeedDrain) return;
    const current = picture();
    const areas = wanted === 'everything' ? [wholeFrame] : changedAreas(shown, current);
    if (areas.length === 0) return;
    shown.pixels.set(current.pixels);
    wanted = 'nothing';
    socket.write(encodeRawUpdate(current, areas, format, writePixels));
  }

  socket.on('data', receive);
  socket.on('drain', refresh);
  socket.write(serverGreeting);
  return {
    get isOpen() {
      return handshake.stage === 'open' && !socket.destroyed;
    },
    refresh,
  };
}
