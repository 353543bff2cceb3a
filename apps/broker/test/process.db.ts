import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestSite, namesOn, type TestSite, until, untilState } from './support/site.ts';

const main = path.resolve(import.meta.dirname, '../src/main.ts');

let site: TestSite;
let folder: string;
beforeAll(async () => {
  site = await createTestSite();
  folder = await mkdtemp(path.join(tmpdir(), 'postern-broker-'));
  await writeFile(path.join(folder, 'site.key'), site.keys.site.privateKeyPem, { mode: 0o600 });
  await writeFile(path.join(folder, 'portal.pub'), site.keys.portal.publicKeyPem);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await site.close();
});

/** The broker as `npm start` runs it, with everything it printed. */
function spawnBroker(changes: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      DATABASE_URL: site.url,
      POSTERN_SITE: 'fra1',
      POSTERN_BROKER_NAME: 'broker-1',
      POSTERN_SITE_KEY_FILE: path.join(folder, 'site.key'),
      POSTERN_PORTAL_PUBLIC_KEY_FILE: path.join(folder, 'portal.pub'),
      POSTERN_JOURNAL_FOLDER: path.join(folder, 'journal'),
      POSTERN_GATEWAY_PORT: '0',
      POSTERN_OPS_PORT: '0',
      POSTERN_POWER_SWEEP_SECONDS: '1',
      ...changes,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, exited, output: () => output };
}

async function ready(broker: ReturnType<typeof spawnBroker>): Promise<{ readonly opsPort: number }> {
  const line = await until(async () =>
    broker
      .output()
      .split('\n')
      .find((text) => text.includes('"msg":"ready"')),
  );
  return { opsPort: JSON.parse(line).port };
}

test('a broker gets ready, serves, and leaves no session behind when it is told to stop', async () => {
  const server = await site.addServer();
  const broker = spawnBroker();
  const { opsPort } = await ready(broker);
  expect((await fetch(`http://127.0.0.1:${opsPort}/readyz`)).status).toBe(200);

  const grantId = await site.requestGrant(server);
  await untilState(site, grantId, 'active');
  const { password } = await site.revealPassword(grantId);
  await site.endGrant(grantId);
  await untilState(site, grantId, 'revoked');
  const metrics = await (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text();
  expect(metrics).toMatch(/postern_provisioning_seconds_count 1\n/);
  expect(metrics).toMatch(/postern_revocation_lateness_seconds_count 1\n/);

  broker.child.kill('SIGTERM');
  expect(await broker.exited).toBe(0);
  expect(server.bmc.sessions()).toEqual([]);
  const leases = await site.owner.client.$queryRaw`select 1 from bmc_lease where expires_at > now()`;
  expect(leases).toEqual([]);
  expect(broker.output()).not.toContain(password);
});

test('what a killed broker left half-made is taken away by the next one', async () => {
  const server = await site.addServer();
  const broker = spawnBroker();
  await ready(broker);
  // The account is written and enabled, and the answer to that is the last thing that the broker sees of this world.
  server.bmc.faults.commands.set('set-user-access', { kind: 'late', delayMs: 60_000 });
  const grantId = await site.requestGrant(server);
  await until(async () => namesOn(server.bmc).length === 2);
  broker.child.kill('SIGKILL');
  await broker.exited;
  server.bmc.faults.commands.clear();
  await site.endGrant(grantId);

  const next = spawnBroker();
  await untilState(site, grantId, 'revoked');
  expect(namesOn(server.bmc)).toEqual(['ADMIN']);
  next.child.kill('SIGTERM');
  expect(await next.exited).toBe(0);
});

test('a broker with another key than its site refuses to start and says what to do', async () => {
  const otherKey = path.join(folder, 'other.key');
  const { generateSealingKeys } = await import('@postern/domain');
  await writeFile(otherKey, generateSealingKeys().privateKeyPem);
  const broker = spawnBroker({ POSTERN_SITE_KEY_FILE: otherKey });
  expect(await broker.exited).toBe(1);
  expect(broker.output()).toContain('POSTERN_SITE_KEY_FILE');
});

test('a broker without its settings says all that is missing', async () => {
  const broker = spawnBroker({ POSTERN_SITE: '', POSTERN_BROKER_NAME: '' });
  expect(await broker.exited).toBe(1);
  expect(broker.output()).toMatch(/POSTERN_SITE[\s\S]*POSTERN_BROKER_NAME/);
});
