import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { consoleSubprotocol } from '@postern/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFakeClock, type FakeClock } from '../src/console/testing/fake-clock.ts';
import { openStage, portalOrigin, type Stage } from './console-stage.ts';
import { connectViewer, liveRfbViewer, offeredViewer } from './console-viewer.ts';

let clock: FakeClock;
let stage: Stage;
let flood: FloodingScreen;
beforeAll(async () => {
  clock = createFakeClock();
  flood = await startFloodingScreen();
  stage = await openStage({ clock, screen: { host: '127.0.0.1', port: flood.port } });
});
afterAll(async () => {
  const keepTurning = setInterval(() => clock.advance(1000), 20);
  await stage.close();
  clearInterval(keepTurning);
  await flood.close();
});

/** A screen without password that answers the first request with bytes without end. */
interface FloodingScreen {
  readonly port: number;
  /** Bytes it got rid of on its newest connection. */
  taken(): number;
  connections(): number;
  close(): Promise<void>;
}

async function startFloodingScreen(): Promise<FloodingScreen> {
  const sockets = new Set<Socket>();
  let newest: Socket | undefined;
  const server: Server = createServer((socket) => {
    newest = socket;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    void serveFlood(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    taken: () => (newest ? newest.bytesWritten - newest.writableLength : 0),
    connections: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function serveFlood(socket: Socket): Promise<void> {
  socket.write('RFB 003.008\n');
  await once(socket, 'data');
  socket.write(Buffer.of(1, 1));
  await once(socket, 'data');
  socket.write(Buffer.alloc(4));
  await once(socket, 'data');
  const init = Buffer.alloc(24);
  init.writeUInt16BE(800, 0);
  init.writeUInt16BE(600, 2);
  init[4] = 32;
  socket.write(init);
  socket.once('data', () => {
    const pour = () => {
      while (!socket.destroyed && socket.write(Buffer.alloc(256 * 1024))) {}
    };
    socket.on('drain', pour);
    pour();
  });
}

/** Turns the clock until the viewer's end is told, in steps that let sockets breathe between. */
async function turnUntilClosed(closed: Promise<unknown>): Promise<void> {
  let over = false;
  void closed.finally(() => {
    over = true;
  });
  while (!over) {
    clock.advance(500);
    await sleep(2);
  }
}

/** What the flooding screen got rid of, once no more goes. */
async function settled(): Promise<number> {
  for (let last = -1; ; ) {
    const taken = flood.taken();
    if (taken === last && taken > 0) return taken;
    last = taken;
    await sleep(150);
  }
}

test('a viewer that reads nothing makes the screen wait, holds little memory and is cut after half a minute', async () => {
  const viewer = await liveRfbViewer(stage, await stage.ticket());
  const before = process.memoryUsage().arrayBuffers;
  viewer.socket.pause();
  const taken = await settled();
  // The kernel's socket buffers hold some of it; 64 MiB would be a broker without backpressure.
  expect(taken).toBeLessThan(32 * 1024 * 1024);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);

  clock.advance(29_000);
  expect(stage.gateway.sessions()).toHaveLength(1);
  clock.advance(1000);
  expect(stage.gateway.sessions()).toHaveLength(0);
  await expect.poll(() => flood.connections()).toBe(0);
  clock.advance(500);
  viewer.socket.resume();
  await viewer.closed;
  await expect
    .poll(() => stage.sql('select close_reason from console_session order by opened_at desc limit 1'))
    .toEqual([{ close_reason: 'viewer-stalled' }]);
});

test('a slow viewer gets everything, at his own pace', async () => {
  const viewer = await liveRfbViewer(stage, await stage.ticket());
  viewer.socket.pause();
  await settled();
  let bytes = 0;
  viewer.socket.on('message', (data: Buffer) => {
    bytes += data.length;
  });
  viewer.socket.resume();
  await viewer.until(() => bytes > 40 * 1024 * 1024);
  expect(stage.gateway.sessions()).toHaveLength(1);
  viewer.socket.terminate();
  await expect.poll(() => stage.gateway.sessions().length).toBe(0);
});

/** A WebSocket client that answers nothing after its ticket: no close frame, no pong. */
async function connectMute(ticket: string): Promise<Socket> {
  const { port } = stage.gateway.address;
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `GET /console HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\norigin: ${portalOrigin}\r\n` +
      `sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n` +
      `sec-websocket-protocol: ${consoleSubprotocol}\r\n\r\n`,
  );
  await once(socket, 'data');
  socket.on('error', () => undefined);
  socket.write(textFrame(JSON.stringify({ ticket })));
  await once(socket, 'data');
  socket.resume();
  return socket;
}

/** RFC 6455 §5.2, masked with zeroes. */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([Buffer.of(0x81, 0x80 | payload.length, 0, 0, 0, 0), payload]);
}

// The limit on the test stands for "by our timer": ws itself would give up after thirty seconds.
test('a viewer that ignores the close is gone half a second after the deadline', {
  timeout: 15_000,
}, async () => {
  await stage.sql(
    `update access_grant set ends_at = now() + interval '1 minute' where id = '${stage.ids.grant}'`,
  );
  const socket = await connectMute(await stage.ticket());
  const closed = once(socket, 'close');
  // Short of the ready limit the viewer is still offered his console; a new deadline comes first.
  await stage.sql(
    `update access_grant set ends_at = now() + interval '5 seconds' where id = '${stage.ids.grant}'`,
  );
  stage.notify();
  await expect
    .poll(() =>
      stage.sql(
        "select deadline < now() + interval '6 seconds' as moved from console_session where closed_at is null",
      ),
    )
    .toEqual([{ moved: true }]);
  clock.advance(5000);
  expect(stage.gateway.sessions()).toHaveLength(0);
  await expect.poll(() => flood.connections()).toBe(0);
  expect(socket.destroyed).toBe(false);
  clock.advance(500);
  await closed;
  await stage.sql(
    `update access_grant set ends_at = now() + interval '1 hour' where id = '${stage.ids.grant}'`,
  );
  await expect
    .poll(() => stage.sql('select close_reason from console_session order by opened_at desc limit 1'))
    .toEqual([{ close_reason: 'grant-expired' }]);
});

test('a half-open connection is noticed by its missing pulse', async () => {
  const socket = await connectMute(await stage.ticket());
  socket.write(textFrame('ready'));
  await expect.poll(() => stage.gateway.sessions().length).toBe(1);
  await sleep(20);
  const closed = once(socket, 'close');
  clock.advance(15_000);
  await sleep(20);
  expect(stage.gateway.sessions()).toHaveLength(1);
  clock.advance(5000);
  expect(stage.gateway.sessions()).toHaveLength(0);
  await turnUntilClosed(closed);
});

test('a viewer that answers pings stays', async () => {
  const viewer = await liveRfbViewer(stage, await stage.ticket());
  for (let second = 0; second < 60; second += 5) {
    const pinged = once(viewer.socket, 'ping');
    clock.advance(5000);
    await pinged;
    await sleep(5);
  }
  expect(stage.gateway.sessions()).toHaveLength(1);
  viewer.socket.terminate();
  await expect.poll(() => stage.gateway.sessions().length).toBe(0);
});

test('a viewer that never says hello, or never gets ready, does not stay', async () => {
  const silent = await connectViewer(stage);
  clock.advance(5000);
  expect((await silent.closed).code).toBe(4010);
  const slow = await offeredViewer(stage, await stage.ticket());
  clock.advance(15_000);
  expect((await slow.closed).code).toBe(4011);
});
