import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Clock, Timer } from '../../src/clock.ts';
import { backgroundClock } from '../clock.ts';
import type { ServerModel } from '../server/server-model.ts';
import { createFrame, type Frame } from './frame.ts';
import { encodePng } from './png.ts';
import { animationDelayMs, paintScreen } from './scenes/paint-screen.ts';
import { serveViewer, type Viewer } from './viewer.ts';

export interface VirtualScreenOptions {
  /** The machine whose screen it is: `createVirtualBmc(…).server`. */
  readonly server: ServerModel;
  /** 127.0.0.1 when absent. */
  readonly host?: string;
  /** TCP port; 0 or absent takes any. */
  readonly port?: number;
  /** VNC authentication, of which eight bytes count. Without one the screen is open to all. */
  readonly password?: string;
  readonly clock?: Clock;
}

/** What can be wrong with a screen. May be changed while it runs. */
export interface ScreenFaults {
  /** Takes connections and never says a word. */
  mute: boolean;
  /** Sends random bytes instead of the protocol. */
  nonsense: boolean;
}

/** The screen of a server as a small RFB 3.8 server, like the one in a BMC or in QEMU. */
export interface VirtualScreen {
  readonly host: string;
  readonly port: number;
  readonly faults: ScreenFaults;
  /** Viewers that have passed the handshake. */
  readonly viewers: number;
  /** Keys that reached the machine from any viewer. */
  readonly keysPressed: number;
  /** What is on the screen now, as a PNG file of 800 x 600. */
  screenshot(): Buffer;
  /** Breaks all connections; the screen goes on. */
  disconnectAll(): void;
  close(): Promise<void>;
}

/** Starts the screen. Its picture is drawn only while somebody looks. */
export async function createVirtualScreen(options: VirtualScreenOptions): Promise<VirtualScreen> {
  const { server, host = '127.0.0.1', port = 0, clock = backgroundClock, password } = options;
  const viewers = new Map<Socket, Viewer>();
  const sockets = new Set<Socket>();
  const faults: ScreenFaults = { mute: false, nonsense: false };
  let keysPressed = 0;
  let picture: Frame | undefined;
  let animation: Timer | undefined;

  function currentPicture(): Frame {
    picture ??= paint();
    return picture;
  }

  function paint(): Frame {
    const frame = createFrame();
    paintScreen({ frame, server, nowMs: clock.now() });
    return frame;
  }

  function redraw(): void {
    animation?.cancel();
    picture = undefined;
    if (viewers.size === 0) return;
    for (const viewer of viewers.values()) viewer.refresh();
    const delayMs = animationDelayMs(server.machine.state);
    if (delayMs !== undefined) animation = clock.after(delayMs, redraw);
  }

  function welcome(socket: Socket): void {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      viewers.delete(socket);
      if (viewers.size === 0) redraw();
    });
    if (faults.nonsense) socket.write(randomBytes(4_096));
    if (faults.nonsense || faults.mute) {
      socket.resume();
      return;
    }
    const viewer = serveViewer({
      socket,
      identity: { name: server.name, password },
      picture: currentPicture,
      onOpen() {
        viewers.set(socket, viewer);
        redraw();
      },
      onKey(key) {
        keysPressed += 1;
        server.machine.pressKey(key);
      },
    });
  }

  const stopWatching = server.machine.onChange(redraw);
  const listener = createServer(welcome);
  listener.listen(port, host);
  await once(listener, 'listening');

  function disconnectAll(): void {
    for (const socket of sockets) socket.destroy();
  }

  return {
    host,
    port: (listener.address() as AddressInfo).port,
    faults,
    get viewers() {
      return viewers.size;
    },
    get keysPressed() {
      return keysPressed;
    },
    screenshot: () => encodePng(paint()),
    disconnectAll,
    async close() {
      stopWatching();
      animation?.cancel();
      disconnectAll();
      if (!listener.listening) return;
      const done = once(listener, 'close');
      listener.close();
      await done;
    },
  };
}
