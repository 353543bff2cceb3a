import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exclusively } from '@postern/database/testing';
import { nextProgram, portalFolder } from './portal.ts';
import { StartError } from './start-error.ts';

const root = path.resolve(import.meta.dirname, '../..');
const notSource = new Set([
  'node_modules',
  '.next',
  '.turbo',
  'test',
  'test-results',
  'coverage',
  'next-env.d.ts',
]);
/** Everything that ends up in the portal's bundle. */
const inputs = ['apps/portal', 'packages/ui', 'packages/domain', 'prisma/src', 'package-lock.json'];

/**
 * Builds the portal for production when its sources changed since the last build, or there is none.
 * @returns whether it built
 * @throws StartError naming the build's log
 */
export function buildPortal(logDir: string, signal?: AbortSignal): Promise<boolean> {
  return exclusively(`postern-portal-build:${portalFolder}`, () => buildIfChanged(logDir, signal));
}

async function buildIfChanged(logDir: string, signal: AbortSignal | undefined): Promise<boolean> {
  const record = path.join(portalFolder, '.next', 'postern-source.sha256');
  const wanted = sourceHash();
  const there = existsSync(path.join(portalFolder, '.next', 'BUILD_ID'));
  if (there && existsSync(record) && readFileSync(record, 'utf8') === wanted) return false;
  mkdirSync(logDir, { recursive: true, mode: 0o700 });
  const logFile = path.join(logDir, 'portal-build.log');
  const built = await runBuild(logFile, signal);
  if (signal?.aborted) throw new StartError('Stopped while the portal was being built.');
  if (!built) throw new StartError(`The portal does not build; see ${logFile}`);
  writeFileSync(record, wanted);
  return true;
}

async function runBuild(logFile: string, signal: AbortSignal | undefined): Promise<boolean> {
  const log = createWriteStream(logFile, { mode: 0o600 });
  await once(log, 'open');
  const child = spawn(process.execPath, [nextProgram, 'build'], {
    cwd: portalFolder,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', log, log],
  });
  const kill = () => child.kill();
  signal?.addEventListener('abort', kill);
  const [code] = await once(child, 'exit');
  signal?.removeEventListener('abort', kill);
  log.end();
  return code === 0;
}

function sourceHash(): string {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap((input) => filesBelow(path.join(root, input))).sort()) {
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(entry: string): string[] {
  if (!existsSync(entry)) return [];
  if (path.extname(entry) === '.json') return [entry];
  return readdirSync(entry, { withFileTypes: true }).flatMap((found) => {
    if (notSource.has(found.name)) return [];
    const full = path.join(entry, found.name);
    if (found.isDirectory()) return filesBelow(full);
    return /\.test\.tsx?$/.test(found.name) || found.name.endsWith('.tsbuildinfo') ? [] : [full];
  });
}
