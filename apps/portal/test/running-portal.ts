import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const portalFolder = path.resolve(import.meta.dirname, '..');
const nextProgram = path.resolve(portalFolder, '../../node_modules/next/dist/bin/next');
/** Loaded at run time: Next's types, which hold in this workspace, change what those scripts were checked against. */
const builder = path.resolve(portalFolder, '../../scripts/start/portal-build.ts');

/** The production build of this checkout, answering on a port. */
export interface RunningPortal {
  readonly origin: string;
  /** All that the process has printed. */
  output(): string;
  stop(): Promise<void>;
}

/** Builds the portal if its sources changed, and starts it as `npm start` does. */
export async function startRunningPortal(options: {
  readonly databaseUrl: string;
  readonly sessionSecret: string;
  readonly privateKeyPem: string;
}): Promise<RunningPortal> {
  const folder = mkdtempSync(path.join(tmpdir(), 'postern-portal-'));
  const { buildPortal }: { buildPortal(logDir: string): Promise<boolean> } = await import(builder);
  await buildPortal(folder);
  const secret = path.join(folder, 'secret');
  const key = path.join(folder, 'portal.key');
  writeFileSync(secret, options.sessionSecret, { mode: 0o600 });
  writeFileSync(key, options.privateKeyPem, { mode: 0o600 });
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const child = spawn(process.execPath, [nextProgram, 'start', '-H', '127.0.0.1', '-p', String(port)], {
    cwd: portalFolder,
    env: {
      NODE_ENV: 'production',
      PATH: '/usr/bin:/bin',
      NEXT_TELEMETRY_DISABLED: '1',
      DATABASE_URL: options.databaseUrl,
      NEXTAUTH_URL: origin,
      NEXTAUTH_SECRET_FILE: secret,
      POSTERN_PORTAL_KEY_FILE: key,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += String(part)));
  for (let tries = 0; tries < 300 && !(await isUp(origin)); tries += 1) {
    if (child.exitCode !== null) throw new Error(`the portal ended: ${output}`);
    await sleep(100);
  }
  return {
    origin,
    output: () => output,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill();
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function isUp(origin: string): Promise<boolean> {
  return fetch(`${origin}/api/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
