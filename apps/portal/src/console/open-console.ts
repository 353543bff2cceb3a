/** The browser's side of a console: one WebSocket, greeted with the ticket, handed to the engine that the broker chose. */
import type { ConsoleNotice, ConsoleOpened } from '@postern/domain';
import { consoleOpened, consoleReady, consoleSubprotocol } from '@postern/domain/console/wire';
import type { ConsoleViewer } from './console-viewer.ts';
import { type ConsoleEnd, describeClose } from './describe-close.ts';
import { loadEngine } from './engines.ts';

export interface ConsoleOptions {
  readonly url: string;
  /** Single use. Sent as the first message, never in an address. */
  readonly ticket: string;
  readonly container: HTMLElement;
  readonly onOpened: (opened: ConsoleOpened, viewer: ConsoleViewer) => void;
  readonly onFirstFrame: () => void;
  readonly onNotice: (notice: ConsoleNotice) => void;
  /** Called once, whoever ended it. The picture stays until `dispose`. */
  readonly onClosed: (end: ConsoleEnd) => void;
}

export interface OpenConsole {
  /** Ends the session and takes the viewer out of the page. */
  dispose(): void;
}

export function openConsole(options: ConsoleOptions): OpenConsole {
  const socket = new WebSocket(options.url, consoleSubprotocol);
  socket.binaryType = 'arraybuffer';
  let viewer: ConsoleViewer | undefined;
  let disposed = false;

  socket.addEventListener('open', () => {
    const { clientWidth, clientHeight } = options.container;
    const size =
      clientWidth >= 100 && clientHeight >= 100 ? { width: clientWidth, height: clientHeight } : {};
    socket.send(JSON.stringify({ ticket: options.ticket, ...size }));
  });
  socket.addEventListener(
    'message',
    (event) => {
      start(event.data).catch(() => socket.close());
    },
    { once: true },
  );
  socket.addEventListener('close', ({ code }) => {
    viewer?.freeze();
    if (!disposed) options.onClosed(describeClose(code));
  });

  async function start(greeting: unknown): Promise<void> {
    const opened = consoleOpened.parse(JSON.parse(String(greeting)));
    const createViewer = await loadEngine[opened.engine]();
    if (disposed || socket.readyState !== WebSocket.OPEN) return;
    // Before the viewer: Guacamole's client speaks as soon as it is made, and nothing may come before this word. What the
    // broker answers finds the viewer listening, since all of this is one turn of the event loop.
    socket.send(consoleReady);
    viewer = createViewer({
      socket,
      container: options.container,
      readOnly: opened.readOnly,
      onFirstFrame: options.onFirstFrame,
      onNotice: options.onNotice,
    });
    options.onOpened(opened, viewer);
  }

  return {
    dispose() {
      disposed = true;
      viewer?.dispose();
      if (socket.readyState <= WebSocket.OPEN) socket.close(1000);
    },
  };
}
