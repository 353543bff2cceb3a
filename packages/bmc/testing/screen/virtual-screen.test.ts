import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createManualClock, type ManualClock } from '../clock.ts';
import { POST_MS } from '../machine/machine-state.ts';
import { createServerModel, type ServerModel } from '../server/server-model.ts';
import { createVirtualScreen, type VirtualScreen } from './virtual-screen.ts';
import { vncResponse } from './vnc-auth.ts';

const DOWN = 0xff54;
const password = 'hunter22';
let clock: ManualClock;
let server: ServerModel;
let screen: VirtualScreen;
let sockets: Socket[];

beforeEach(async () => {
  clock = createManualClock();
  server = createServerModel({ name: 'web-07', slots: 16, users: [], clock });
  screen = await createVirtualScreen({ server, clock, password });
  sockets = [];
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await screen.close();
});

/** A viewer after RFC 6143, as small as can be: it shares no code with the server but the cipher. */
async function openViewer(secret = password) {
  const socket = connect(screen.port, '127.0.0.1');
  sockets.push(socket);
  let received = Buffer.alloc(0);
  let woken = (): void => {};
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
    woken();
  });
  socket.on('close', () => woken());

  async function read(length: number): Promise<Buffer> {
    while (received.length < length) {
      if (socket.destroyed) throw new Error('the screen closed the connection');
      await new Promise<void>((resolve) => {
        woken = resolve;
      });
    }
    const bytes = received.subarray(0, length);
    received = received.subarray(length);
    return bytes;
  }

  expect((await read(12)).toString()).toBe('RFB 003.008\n');
  socket.write('RFB 003.008\n');
  expect([...(await read(2))]).toEqual([1, 2]);
  socket.write(Buffer.from([2]));
  socket.write(vncResponse(await read(16), secret));
  if ((await read(4)).readUInt32BE() !== 0) {
    const reason = (await read((await read(4)).readUInt32BE())).toString();
    await once(socket, 'close');
    throw new Error(reason);
  }
  socket.write(Buffer.from([1]));
  const init = await read(24);
  const name = (await read(init.readUInt32BE(20))).toString();

  return {
    socket,
    name,
    width: init.readUInt16BE(0),
    height: init.readUInt16BE(2),
    request: (incremental: boolean) =>
      void socket.write(Buffer.from([3, incremental ? 1 : 0, 0, 0, 0, 0, 0x03, 0x20, 0x02, 0x58])),
    key(keysym: number, down = true) {
      const bytes = Buffer.from([4, down ? 1 : 0, 0, 0, 0, 0, 0, 0]);
      bytes.writeUInt32BE(keysym, 4);
      socket.write(bytes);
    },
    /** Reads one update and returns its rectangles. */
    async update(bytesPerPixel = 4) {
      const head = await read(4);
      expect(head[0]).toBe(0);
      const rectangles = [];
      for (let left = head.readUInt16BE(2); left > 0; left -= 1) {
        const area = await read(12);
        expect(area.readInt32BE(8)).toBe(0);
        const [x, y, width, height] = [0, 2, 4, 6].map((at) => area.readUInt16BE(at));
        const pixels = await read((width ?? 0) * (height ?? 0) * bytesPerPixel);
        rectangles.push({ x, y, width, height, pixels });
      }
      return rectangles;
    },
    get unread() {
      return received.length;
    },
  };
}

function powerOn(): void {
  server.power.apply('on');
  clock.advance(150);
}

/** Lets everything that is under way on loopback arrive. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

test('a viewer with the password sees the whole screen, named after the server', async () => {
  const viewer = await openViewer();
  expect(viewer).toMatchObject({ name: 'web-07', width: 800, height: 600 });
  viewer.request(false);
  expect(await viewer.update()).toMatchObject([{ x: 0, y: 0, width: 800, height: 600 }]);
  expect(screen.viewers).toBe(1);
});

test('a wrong password is refused with a reason and shows nothing', async () => {
  await expect(openViewer('hunter23')).rejects.toThrow('Authentication failed');
  expect(screen.viewers).toBe(0);
});

test('an update comes when the picture changes and not before', async () => {
  const viewer = await openViewer();
  viewer.request(false);
  await viewer.update();
  viewer.request(true);
  await settle();
  expect(viewer.unread).toBe(0);
  powerOn();
  expect((await viewer.update()).length).toBeGreaterThan(0);
});

test('an arrow key moves the highlight: only its rows are sent', async () => {
  powerOn();
  clock.advance(POST_MS);
  const viewer = await openViewer();
  viewer.request(false);
  await viewer.update();
  viewer.request(true);
  viewer.key(DOWN);
  const rectangles = await viewer.update();
  expect(server.machine.state).toMatchObject({ phase: 'boot-menu', row: 1 });
  expect(screen.keysPressed).toBe(1);
  const rows = rectangles.reduce((sum, { height = 0 }) => sum + height, 0);
  expect(rows).toBeLessThan(200);
});

test('16 bit pixels are sent where they are asked for', async () => {
  const viewer = await openViewer();
  viewer.socket.write(Buffer.from([0, 0, 0, 0, 16, 16, 0, 1, 0, 31, 0, 63, 0, 31, 11, 5, 0, 0, 0, 0]));
  viewer.request(false);
  const [rectangle] = await viewer.update(2);
  expect(rectangle?.pixels).toHaveLength(800 * 600 * 2);
});

test('messages may arrive byte by byte', async () => {
  const viewer = await openViewer();
  for (const byte of [3, 0, 0, 0, 0, 0, 3, 32, 2, 88]) {
    viewer.socket.write(Buffer.from([byte]));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await viewer.update()).toHaveLength(1);
});

test('a message that is none ends the connection', async () => {
  const viewer = await openViewer();
  viewer.socket.write(Buffer.from([99]));
  await once(viewer.socket, 'close');
  await settle();
  expect(screen.viewers).toBe(0);
});

test('a dark screen, a start and a menu are three different pictures', () => {
  const dark = screen.screenshot();
  powerOn();
  const start = screen.screenshot();
  clock.advance(POST_MS);
  const menu = screen.screenshot();
  expect(new Set([dark, start, menu].map((png) => png.toString('latin1'))).size).toBe(3);
});

test('a mute screen says nothing, one that talks nonsense does not speak RFB', async () => {
  screen.faults.mute = true;
  const mute = connect(screen.port, '127.0.0.1');
  sockets.push(mute);
  mute.resume();
  await once(mute, 'connect');
  await settle();
  expect(mute.bytesRead).toBe(0);
  screen.faults.mute = false;
  screen.faults.nonsense = true;
  const babbling = connect(screen.port, '127.0.0.1');
  sockets.push(babbling);
  const [bytes] = (await once(babbling, 'data')) as [Buffer];
  expect(bytes.toString('latin1', 0, 4)).not.toBe('RFB ');
});

test('closing ends every viewer', async () => {
  const viewer = await openViewer();
  const closed = once(viewer.socket, 'close');
  await screen.close();
  await closed;
});
