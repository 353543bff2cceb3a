import { Gauge, Registry } from 'prom-client';
import { afterEach, expect, test } from 'vitest';
import { type OpsServer, startOpsServer } from './ops-server.ts';

let server: OpsServer | undefined;
afterEach(async () => {
  await server?.close();
});

async function ask(path: string, isReady: () => Promise<boolean>, method = 'GET') {
  const registry = new Registry();
  new Gauge({ name: 'postern_test', help: 'test', registers: [registry] }).set(1);
  server = await startOpsServer({ host: '127.0.0.1', port: 0, registry, isReady });
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
  return { status: response.status, body: await response.text() };
}

test('a broker whose database is away lives, but is not ready', async () => {
  const away = () => Promise.reject(new Error('connection refused'));
  expect(await ask('/readyz', away)).toEqual({ status: 503, body: '{"status":"not-ready"}' });
  await server?.close();
  expect((await ask('/healthz', away)).status).toBe(200);
});

test('metrics are served in the text form', async () => {
  expect((await ask('/metrics', async () => true)).body).toContain('postern_test 1');
});

test('nothing else is served', async () => {
  expect((await ask('/', async () => true)).status).toBe(404);
  await server?.close();
  expect((await ask('/metrics', async () => true, 'POST')).status).toBe(405);
});
