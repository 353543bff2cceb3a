import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Page, Request, WebSocket } from '@playwright/test';

/** One thing that travelled between the browser and the product. */
export type TrafficRecord = {
  readonly kind: 'request' | 'response' | 'event' | 'frame-sent' | 'frame-received';
  /** Method and address, or the address of the socket. */
  readonly what: string;
  readonly bytes: Buffer;
};

/** What a browser context exchanges, kept in a file until `finish`. */
export type TrafficRecorder = {
  /** Waits for the bodies that are still being read. @throws Error when a body could not be read */
  finish(): Promise<void>;
};

/** Records all requests, responses, server-sent events and WebSocket frames of `context` into `file`. */
export function recordTraffic(context: BrowserContext, file: string): TrafficRecorder {
  mkdirSync(path.dirname(file), { recursive: true });
  const pending: Promise<void>[] = [];
  let over = false;
  const write = (kind: TrafficRecord['kind'], what: string, bytes: Buffer | string) => {
    const body = Buffer.from(bytes).toString('base64');
    appendFileSync(file, `${JSON.stringify({ kind, what, body })}\n`);
  };
  context.on('request', (request) => {
    write('request', addressOf(request), `${JSON.stringify(request.headers())}\n${request.postData() ?? ''}`);
  });
  context.on('requestfinished', (request) => {
    if (over) return; // its page is about to close under it
    pending.push(readAnswer(request).then((answer) => write('response', addressOf(request), answer)));
  });
  const follow = (page: Page) => {
    page.on('websocket', (socket) => recordSocket(socket, write));
    pending.push(recordEvents(context, page, write));
  };
  context.pages().forEach(follow);
  context.on('page', follow);
  return {
    finish: async () => {
      over = true;
      await Promise.all(pending);
    },
  };
}

/** Reads every recording below `folder`. */
export function readTraffic(folder: string): TrafficRecord[] {
  return readdirSync(folder).flatMap((name) =>
    readFileSync(path.join(folder, name), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => {
        const { kind, what, body } = JSON.parse(line);
        return { kind, what, bytes: Buffer.from(body, 'base64') };
      }),
  );
}

type Write = (kind: TrafficRecord['kind'], what: string, bytes: Buffer | string) => void;

function addressOf(request: Request): string {
  return `${request.method()} ${request.url()}`;
}

async function readAnswer(request: Request): Promise<Buffer> {
  const response = await request.response();
  if (response === null) return Buffer.alloc(0);
  const headers = Buffer.from(`${response.status()} ${JSON.stringify(await response.allHeaders())}\n`);
  // A redirect has no body, and the browser lets go of the others when their page goes away: headers alone then.
  const body = await response.body().catch(() => Buffer.from('(body not kept by the browser)'));
  return Buffer.concat([headers, body]);
}

function recordSocket(socket: WebSocket, write: Write): void {
  socket.on('framesent', ({ payload }) => write('frame-sent', socket.url(), payload));
  socket.on('framereceived', ({ payload }) => write('frame-received', socket.url(), payload));
}

/** Server-sent events never finish as a response, so they are taken from the browser's own event stream. */
async function recordEvents(context: BrowserContext, page: Page, write: Write): Promise<void> {
  const session = await context.newCDPSession(page);
  session.on('Network.eventSourceMessageReceived', ({ data }) => write('event', page.url(), data));
  await session.send('Network.enable');
}
