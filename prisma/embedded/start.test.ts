import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './index.ts';

const scratch = mkdtempSync(path.resolve(import.meta.dirname, '../../.postern/embedded-test-'));
const dataDir = path.join(scratch, 'cluster');
const started: EmbeddedPostgres[] = [];

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function start(options: { port?: number; dataDir?: string } = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, port: 0, durable: false, ...options });
  started.push(server);
  return server;
}

async function ask(url: string, sql: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

test('data written before a stop is there after the next start', async () => {
  const first = await start();
  await ask(first.url, 'create table if not exists kept (n int)');
  await ask(first.url, 'insert into kept values (42)');
  await first.stop();
  const second = await start();
  expect(await ask(second.url, 'select n from kept')).toEqual([[42]]);
});

test('never runs as root, listens on 127.0.0.1 only and opens no Unix socket', async () => {
  const server = await start();
  expect(statSync(`/proc/${server.pid}`).uid).not.toBe(0);
  const settings = await ask(
    server.url,
    "select name, setting from pg_settings where name in ('listen_addresses','unix_socket_directories') order by 1",
  );
  expect(settings).toEqual([
    ['listen_addresses', '127.0.0.1'],
    ['unix_socket_directories', ''],
  ]);
});

test('refuses a login without the password, which only we can read', async () => {
  const server = await start();
  const file = path.join(server.home, 'password');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const password = readFileSync(file, 'utf8');
  expect(password.length).toBeGreaterThan(20);
  await expect(ask(server.url.replace(encodeURIComponent(password), 'guess'), 'select 1')).rejects.toThrow(
    /password authentication failed/,
  );
});

test('takes over the server that a killed parent left running', async () => {
  const program = `
    import { startEmbeddedPostgres } from ${JSON.stringify(path.join(import.meta.dirname, 'index.ts'))};
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, port: 0, durable: false });
    console.log(server.pid);
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: import.meta.dirname,
  });
  const [line] = await once(parent.stdout, 'data');
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  const server = await start();
  expect(server.pid).toBe(Number(String(line)));
  expect(await ask(server.url, 'select 1')).toEqual([[1]]);
});

test('names the port when another program holds it', async () => {
  const holder = await start();
  const other = start({ port: holder.port, dataDir: path.join(scratch, 'other') });
  await expect(other).rejects.toMatchObject({
    code: 'port-in-use',
    message: expect.stringContaining(`${holder.port}`),
  });
});

test('after stop no server process is left', async () => {
  const server = await start();
  await server.stop();
  await expect.poll(() => existsSync(`/proc/${server.pid}`)).toBe(false);
});
