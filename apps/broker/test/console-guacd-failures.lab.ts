import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findGuacd, type Guacd, startGuacd } from '../../../e2e/lab/index.ts';
import { openGuacdViewer } from './console-guacd-viewer.ts';
import { freePort, type QemuMachine, startQemu } from './console-qemu.ts';
import { openStage, type Stage } from './console-stage.ts';
import { offeredViewer } from './console-viewer.ts';

/** Stands before a real guacd and spoils what it is told to. */
interface SpoiledGuacd {
  readonly port: number;
  connections: number;
  /** Which of the next connections hang after `ready`, as a child of guacd forked at a bad moment does. */
  hanging: number;
  /** Takes connections and says nothing at all. */
  mute: boolean;
  /** Sends this instead of what guacd says. */
  instead: string | undefined;
  /** The last words of clients on connections that hung. */
  readonly heard: string[];
  close(): Promise<void>;
}

async function startSpoiledGuacd(real: { host: string; port: number }): Promise<SpoiledGuacd> {
  const sockets = new Set<Socket>();
  const server = createServer((inbound) => {
    front.connections += 1;
    sockets.add(inbound);
    inbound.on('error', () => undefined);
    if (front.mute) return;
    if (front.instead !== undefined) return void inbound.write(front.instead);
    const hangs = front.hanging > 0;
    if (hangs) front.hanging -= 1;
    const outbound = connect(real);
    sockets.add(outbound);
    outbound.on('error', () => undefined).on('close', () => inbound.destroy());
    inbound.on('close', () => outbound.destroy());
    inbound.on('data', (bytes) => {
      if (hangs) front.heard.push(bytes.toString());
      outbound.write(bytes);
    });
    outbound.on('data', (bytes) => inbound.write(hangs ? upToReady(bytes) : bytes));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const front: SpoiledGuacd = {
    port: (server.address() as AddressInfo).port,
    connections: 0,
    hanging: 0,
    mute: false,
    instead: undefined,
    heard: [],
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return front;
}

function upToReady(bytes: Buffer): string {
  const text = bytes.toString();
  return /^(4\.args|5\.ready)/.test(text) ? (/^[^;]*;/.exec(text)?.[0] ?? '') : '';
}

describe.skipIf(findGuacd() === undefined)('a guacd that fails', () => {
  let folder: string;
  let guacd: Guacd;
  let machine: QemuMachine;
  let front: SpoiledGuacd;
  let stage: Stage;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'console-guacd-'));
    const started = await startGuacd({
      port: await freePort(),
      stateDir: folder,
      log: (line) => console.error(line),
    });
    if (started === undefined) throw new Error('guacd did not start');
    guacd = started;
    machine = await startQemu();
  });
  afterAll(async () => {
    await machine?.kill();
    await guacd?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  // A failure closes the door to guacd for a while, so each test has a gateway of its own.
  async function begin(): Promise<void> {
    front = await startSpoiledGuacd(guacd);
    stage = await openStage({ config: { guacd: { host: '127.0.0.1', port: front.port } }, screen: machine });
  }
  afterEach(async () => {
    await stage.close();
    await front.close();
  });

  async function engineOf(ticket: string): Promise<string> {
    const viewer = await offeredViewer(stage, ticket);
    viewer.socket.terminate();
    return JSON.parse(String(viewer.received[0])).engine;
  }

  test('a connection that never draws is left politely and replaced, and the viewer notices nothing', async () => {
    await begin();
    front.hanging = 1;
    const viewer = await openGuacdViewer(stage);
    await viewer.untilSeen('sync');
    expect(front.connections).toBe(2);
    expect(front.heard.at(-1)).toContain('10.disconnect;');
    expect(await stage.registry.getSingleMetricAsString('postern_console_guacd_retries_total')).toMatch(
      / 1$/m,
    );
    viewer.socket.terminate();
    await expect.poll(() => machine.screenClients()).toBe(0);
  });

  test('two in a row end the console instead of waiting for ever', async () => {
    await begin();
    front.hanging = 2;
    const viewer = await openGuacdViewer(stage);
    expect((await viewer.closed).code).toBe(4012);
    expect(front.connections).toBe(2);
  });

  test('a guacd that says nothing is passed by, and left alone for a while', async () => {
    await begin();
    front.mute = true;
    expect(await engineOf(await stage.ticket())).toBe('rfb');
    front.mute = false;
    expect(await engineOf(await stage.ticket())).toBe('rfb');
    expect(front.connections).toBe(1);
  });

  test.each([
    ['nonsense', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['an instruction without end', `4.args,9999.${'x'.repeat(20_000)}`],
    ['a length that is a lie', '4.args,2.VERSION_1_3_0;'],
    ['ready before anything was asked', '5.ready,37.$260d01da-779b-4ee9-afc1-c16bae885cc7;'],
    ['a wish for a password', '8.required,8.password;'],
    ['an error', '5.error,11.Server busy,3.513;'],
  ])('%s from guacd is passed by', async (_, text) => {
    await begin();
    front.instead = text;
    expect(await engineOf(await stage.ticket())).toBe('rfb');
  });
});
