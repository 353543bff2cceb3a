import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { ConsoleViewer, ViewerBase } from './console-viewer.ts';
import { keysym } from './keysyms.ts';
import { readNotice } from './read-notice.ts';

const linesKept = 5000;

/** What a terminal sends for the keys that the page has buttons for. */
const sequences: ReadonlyMap<number, string> = new Map([
  [keysym.escape, '\x1b'],
  [keysym.tab, '\t'],
  [keysym.enter, '\r'],
  [keysym.backspace, '\x7f'],
  [keysym.delete, '\x1b[3~'],
  [keysym.insert, '\x1b[2~'],
  [keysym.home, '\x1b[H'],
  [keysym.end, '\x1b[F'],
  [keysym.pageUp, '\x1b[5~'],
  [keysym.pageDown, '\x1b[6~'],
  [keysym.up, '\x1b[A'],
  [keysym.down, '\x1b[B'],
  [keysym.right, '\x1b[C'],
  [keysym.left, '\x1b[D'],
  ...['OP', 'OQ', 'OR', 'OS', '[15~', '[17~', '[18~', '[19~', '[20~', '[21~', '[23~', '[24~'].map(
    (end, index) => [0xffbe + index, `\x1b${end}`] as const,
  ),
]);

/** The server's serial port in a terminal. */
export function createSerialViewer(base: ViewerBase): ConsoleViewer {
  const { socket, container } = base;
  const stage = document.createElement('div');
  stage.className = 'console-stage console-stage-terminal';
  container.replaceChildren(stage);
  const terminal = new Terminal({
    fontFamily: '"JetBrains Mono Variable", monospace',
    fontSize: 14,
    scrollback: linesKept,
    cursorBlink: false,
    disableStdin: base.readOnly,
    screenReaderMode: true,
    theme: { background: '#0b0d0f', foreground: '#e6e9ec' },
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(stage);
  fit.fit();
  const watcher = new ResizeObserver(() => fit.fit());
  watcher.observe(container);

  const encoder = new TextEncoder();
  const send = (text: string) => {
    if (!base.readOnly && socket.readyState === WebSocket.OPEN) socket.send(encoder.encode(text));
  };
  terminal.onData(send);
  socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (typeof data !== 'string') return terminal.write(new Uint8Array(data));
    const notice = readNotice(data);
    if (notice !== undefined) base.onNotice(notice);
  });
  // A serial line says nothing until something happens on it: being connected is all there is to wait for.
  queueMicrotask(base.onFirstFrame);

  return {
    sendKeys: (keysyms) => send(keysyms.map((each) => sequences.get(each) ?? '').join('')),
    typeText: (text) => send(text.replaceAll(/\r?\n/g, '\r')),
    setScale: () => fit.fit(),
    focus: () => terminal.focus(),
    freeze() {
      terminal.options.disableStdin = true;
    },
    dispose() {
      watcher.disconnect();
      terminal.dispose();
      stage.remove();
    },
  };
}
