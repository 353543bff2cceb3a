import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage } from './console-stage.ts';
import { connectViewer, type TestViewer } from './console-viewer.ts';

/** A gate before the screen: connections get in, and further only when it opens. */
interface Gate {
  readonly port: number;
  open(): void;
  shut(): void;
  waiting(): number;
  close(): Promise<void>;
}

let gate: Gate;
let stage: Stage;
beforeAll(async () => {
  gate = await buildGate(() => stage.screen.port);
  stage = await openStage({ screen: { host: '127.0.0.1', port: gate.port, password: 'hunter22' } });
});
beforeEach(() => gate.shut());
afterAll(async () => {
  await stage.close();
  await gate.close();
});

async function buildGate(target: () => number): Promise<Gate> {
  const held = new Set<Socket>();
  let passage = Promise.withResolvers<void>();
  const server = createServer(async (inbound) => {
    held.add(inbound);
    inbound.on('error', () => undefined).on('close', () => held.delete(inbound));
    await passage.promise;
    const outbound = connect(target(), '127.0.0.1');
    outbound.on('error', () => undefined).on('close', () => inbound.destroy());
    inbound.on('close', () => outbound.destroy());
    inbound.pipe(outbound).pipe(inbound);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    open: () => passage.resolve(),
    shut() {
      passage = Promise.withResolvers<void>();
    },
    waiting: () => held.size,
    async close() {
      for (const socket of held) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function opening(): Promise<TestViewer> {
  const viewer = await connectViewer(stage);
  viewer.send(JSON.stringify({ ticket: await stage.ticket() }));
  await expect.poll(() => gate.waiting()).toBe(1);
  return viewer;
}

async function expectNoTrace(viewer: TestViewer): Promise<void> {
  expect(viewer.received).toEqual([]);
  await expect.poll(() => gate.waiting()).toBe(0);
  await expect.poll(() => stage.screen.viewers).toBe(0);
  expect(stage.gateway.sessions()).toEqual([]);
  expect(await stage.sql('select 1 from console_session')).toEqual([]);
  expect(await stage.sql(`select 1 from audit_event where type = 'console.opened'`)).toEqual([]);
}

test('a viewer who leaves while his screen is slow leaves nothing behind', async () => {
  const viewer = await opening();
  viewer.socket.close();
  await viewer.closed;
  gate.open();
  await expectNoTrace(viewer);
});

test('rights that end while the screen is slow end the console before it begins, even if no notice came', async () => {
  const viewer = await opening();
  const user = `where id = '${stage.ids.tenant}'`;
  await stage.sql(`update app_user set disabled_at = now() ${user}`);
  gate.open();
  expect((await viewer.closed).code).toBe(4015);
  await stage.sql(`update app_user set disabled_at = null ${user}`);
  await expectNoTrace(viewer);
});

test('a notice ends a console that is still opening, at once', async () => {
  const viewer = await opening();
  await stage.sql(
    `update access_grant set state = 'revoking', end_cause = 'ended-by-tenant' where id = '${stage.ids.grant}'`,
  );
  stage.notify();
  // The gate is still shut.
  expect((await viewer.closed).code).toBe(4002);
  gate.open();
  await expectNoTrace(viewer);
});
