/** A browser's part of a console, spoken by hand: a `ws` client that keeps everything it ever received. */
import { once } from 'node:events';
import { consoleSubprotocol } from '@postern/domain';
import { type ClientOptions, WebSocket } from 'ws';
import { portalOrigin, type Stage } from './console-stage.ts';

export interface TestViewer {
  readonly socket: WebSocket;
  /** Every message so far, in order. */
  readonly received: Buffer[];
  /** Settles with the close frame's code and reason. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  send(data: string | Uint8Array): void;
  /** Waits until what was received satisfies `enough`; rejects when the socket closes before. */
  until(enough: (received: readonly Buffer[]) => boolean): Promise<void>;
}

export async function connectViewer(stage: Stage, options: ClientOptions = {}): Promise<TestViewer> {
  const socket = new WebSocket(stage.url, consoleSubprotocol, { origin: portalOrigin, ...options });
  const received: Buffer[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    received.push(data);
    for (const look of waiting) look();
  });
  const closed = once(socket, 'close').then(([code, reason]: unknown[]) => ({
    code: Number(code),
    reason: String(reason),
  }));
  socket.on('error', () => undefined);
  await once(socket, 'open');
  return {
    socket,
    received,
    closed,
    send: (data) => socket.send(data),
    until(enough) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const look = () => enough(received) && resolve();
      waiting.add(look);
      look();
      void closed.then(({ code, reason }) => reject(new Error(`closed with ${code} ${reason}`)));
      return promise.finally(() => waiting.delete(look));
    },
  };
}

/** Connects, shows a ticket and waits for the offer. */
export async function offeredViewer(
  stage: Stage,
  ticket: string,
  options?: ClientOptions,
): Promise<TestViewer> {
  const viewer = await connectViewer(stage, options);
  viewer.send(JSON.stringify({ ticket }));
  await viewer.until((received) => received.length > 0);
  return viewer;
}

/** A viewer with a live RFB console: handshake done, first picture asked for and received. */
export async function liveRfbViewer(
  stage: Stage,
  ticket: string,
  options?: ClientOptions,
): Promise<TestViewer> {
  const viewer = await offeredViewer(stage, ticket, options);
  viewer.send('ready');
  const bytes = () => Buffer.concat(viewer.received.slice(1));
  await viewer.until(() => bytes().length >= 12);
  viewer.send(Buffer.from('RFB 003.008\n'));
  await viewer.until(() => bytes().length >= 14);
  viewer.send(Buffer.of(1));
  await viewer.until(() => bytes().length >= 18);
  viewer.send(Buffer.of(1));
  await viewer.until(() => bytes().length >= 18 + 24);
  const before = bytes().length;
  viewer.send(updateRequest(false));
  await viewer.until(() => bytes().length > before);
  return viewer;
}

export function updateRequest(incremental: boolean): Buffer {
  const request = Buffer.alloc(10);
  request[0] = 3;
  request[1] = incremental ? 1 : 0;
  request.writeUInt16BE(800, 6);
  request.writeUInt16BE(600, 8);
  return request;
}

export function keyEvent(keysym: number, down: boolean): Buffer {
  const event = Buffer.alloc(8);
  event[0] = 4;
  event[1] = down ? 1 : 0;
  event.writeUInt32BE(keysym, 4);
  return event;
}
