import { type BmcTransport, createBmcTransport, openBmc, Secret } from '@postern/bmc';
import { createVirtualBmc, type VirtualBmc } from '@postern/bmc/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage, type TicketWish } from './console-stage.ts';
import { connectViewer, offeredViewer, type TestViewer } from './console-viewer.ts';

const password = 'correct horse';
let bmc: VirtualBmc;
let transport: BmcTransport;
let stage: Stage;
let target: { port: number; password: string };

beforeAll(async () => {
  bmc = await createVirtualBmc({
    name: 'alpha',
    users: [{ slot: 2, name: 'ADMIN', password, privilege: 'administrator' }],
    initialPower: 'on',
  });
  transport = createBmcTransport();
  stage = await openStage({
    openBmcForSerial: () =>
      openBmc(
        { host: bmc.host, port: target.port, username: 'ADMIN', password: new Secret(target.password) },
        { transport },
      ),
  });
});
beforeEach(() => {
  target = { port: bmc.port, password };
});
afterAll(async () => {
  await stage.close();
  await transport.close();
  await bmc.close();
});

const textOf = (viewer: TestViewer) => Buffer.concat(viewer.received.slice(1)).toString('latin1');

async function live(wish: TicketWish = {}): Promise<TestViewer> {
  const viewer = await offeredViewer(stage, await stage.ticket({ kind: 'serial', ...wish }));
  viewer.send('ready');
  return viewer;
}

async function refused(): Promise<number> {
  const viewer = await connectViewer(stage);
  viewer.send(JSON.stringify({ ticket: await stage.ticket({ kind: 'serial' }) }));
  return (await viewer.closed).code;
}

/** The BMC has its port and its sessions back. */
async function expectFree(): Promise<void> {
  await expect.poll(() => bmc.serialOwner()).toBeUndefined();
  await expect.poll(() => bmc.sessions().length).toBe(0);
}

test('what the machine writes reaches the viewer, and his keys the machine', async () => {
  const viewer = await live();
  expect(JSON.parse(String(viewer.received[0]))).toMatchObject({ engine: 'serial', serverName: 'alpha' });
  viewer.send(Buffer.from('hello'));
  await viewer.until(() => textOf(viewer).includes('hello'));
  viewer.socket.close();
  await viewer.closed;
  await expectFree();
});

test('a view-only viewer reads and cannot type', async () => {
  const viewer = await live({ readOnly: true });
  bmc.server.power.apply('cycle');
  await viewer.until(() => textOf(viewer).length > 40);
  viewer.send(Buffer.from('typed by nobody'));
  viewer.send('text where bytes belong');
  expect((await viewer.closed).code).toBe(4010);
  expect(textOf(viewer)).not.toContain('typed by nobody');
  await expectFree();
});

test('the second viewer hears that the port is taken, the first keeps it', async () => {
  const first = await live();
  expect(await refused()).toBe(4013);
  expect(stage.gateway.sessions()).toHaveLength(1);
  first.socket.close();
  await first.closed;
  await expectFree();
});

test('a revoked grant ends the serial console and its BMC session', async () => {
  const viewer = await live();
  await stage.sql(`update web_session set revoked_at = now() where id = '${stage.ids.tenantSession}'`);
  stage.notify();
  expect((await viewer.closed).code).toBe(4015);
  await stage.sql(`update web_session set revoked_at = null where id = '${stage.ids.tenantSession}'`);
  await expectFree();
});

test('a refused BMC login is told as such', async () => {
  target = { port: bmc.port, password: 'wrong' };
  expect(await refused()).toBe(4009);
});

test('a BMC that does not answer is told as unreachable', async () => {
  target = { port: 1, password };
  expect(await refused()).toBe(4006);
});

test('when the gateway closes, the port is given back before it is done', async () => {
  const viewer = await live();
  await stage.gateway.close();
  expect((await viewer.closed).code).toBe(4014);
  expect(bmc.serialOwner()).toBeUndefined();
  expect(bmc.sessions()).toHaveLength(0);
  await stage.restartGateway();
});
