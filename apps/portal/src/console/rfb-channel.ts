import type { ConsoleNotice } from '@postern/domain';
import { readNotice } from './read-notice.ts';

/** What noVNC needs of a channel that is open already. */
export interface RfbChannel {
  binaryType: BinaryType;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: ArrayBuffer }) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  onerror: ((event: Event) => void) | null;
  readonly protocol: string;
  readonly readyState: number;
  send(data: ArrayBuffer | ArrayBufferView<ArrayBuffer>): void;
  close(): void;
}

/** Gives noVNC the binary messages of a socket that is open already; texts are notices for the page. */
export function createRfbChannel(socket: WebSocket, onNotice: (notice: ConsoleNotice) => void): RfbChannel {
  const channel: RfbChannel = {
    binaryType: 'arraybuffer',
    onopen: null,
    onmessage: null,
    onclose: null,
    onerror: null,
    protocol: '',
    get readyState() {
      return socket.readyState;
    },
    send: (data) => socket.send(data),
    close: () => socket.close(1000),
  };
  socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (typeof data !== 'string') return channel.onmessage?.({ data });
    const notice = readNotice(data);
    if (notice !== undefined) onNotice(notice);
  });
  socket.addEventListener('close', (event) => channel.onclose?.(event));
  socket.addEventListener('error', (event) => channel.onerror?.(event));
  return channel;
}
