import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresBinaries } from './binaries.ts';
import { type Cluster, postgresEnvironment } from './cluster.ts';
import { EmbeddedPostgresError } from './errors.ts';
import type { UnixUser } from './unprivileged-user.ts';

/** A running server, as its own `postmaster.pid` tells. */
export type Postmaster = { readonly pid: number; readonly port: number };

const readyTimeoutMs = 30_000;
const fastShutdownMs = 10_000;
const pollMs = 10;

/**
 * The server that already runs on `data`, if one does: a parent that was killed leaves it behind, and it is as good
 * as a new one.
 */
export async function runningPostmaster(data: string): Promise<Postmaster | undefined> {
  const deadline = Date.now() + readyTimeoutMs;
  while (Date.now() < deadline) {
    const lines = pidFile(data);
    const pid = Number(lines[0]);
    const port = Number(lines[3]);
    if (!Number.isInteger(pid) || pid <= 1 || !isPostgresOn(pid, data)) return undefined;
    if (isReady(data, pid)) return { pid, port };
    await sleep(pollMs); // it is still starting, or already stopping
  }
  throw new EmbeddedPostgresError('failed', `A Postgres on ${data} is neither ready nor gone; see its log.`);
}

/** Starts a server in a process group of its own, so that a Ctrl-C meant for its parent does not end it first. */
export async function launchPostmaster(options: {
  binaries: PostgresBinaries;
  cluster: Cluster;
  user: UnixUser | undefined;
  port: number;
  settings: Readonly<Record<string, string>>;
}): Promise<Postmaster> {
  const { binaries, cluster, user, port } = options;
  const logStart = statSync(cluster.log, { throwIfNoEntry: false })?.size ?? 0;
  const log = openSync(cluster.log, 'a', 0o600);
  const child = spawn(binaries.postgres, serverArguments(cluster.data, port, options.settings), {
    ...user,
    cwd: '/',
    detached: true,
    env: postgresEnvironment,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let ended: string | undefined;
  child.once('error', (error) => {
    ended = error.message;
  });
  child.once('exit', (code, signal) => {
    ended = `exit ${code ?? signal}`;
  });
  child.unref();
  const deadline = Date.now() + readyTimeoutMs;
  while (ended === undefined && Date.now() < deadline) {
    if (child.pid !== undefined && isReady(cluster.data, child.pid)) return { pid: child.pid, port };
    await sleep(pollMs);
  }
  child.kill('SIGQUIT');
  throw startFailure(ended ?? 'not ready in time', port, readFileSync(cluster.log, 'utf8').slice(logStart));
}

/** Ends the server: a fast shutdown (open transactions are rolled back), an immediate one when that takes too long. */
export async function stopPostmaster(data: string, pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!isPostgresOn(pid, data)) return;
    process.kill(pid, signal);
    const deadline = Date.now() + fastShutdownMs;
    while (isPostgresOn(pid, data) && Date.now() < deadline) await sleep(pollMs);
  }
}

function serverArguments(data: string, port: number, settings: Readonly<Record<string, string>>): string[] {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // The detail of a refused row repeats the whole row, sealed secrets and all.
    log_error_verbosity: 'terse',
    ...settings,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', data, '-p', String(port), ...flags];
}

function pidFile(data: string): string[] {
  const file = path.join(data, 'postmaster.pid');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
}

/** Line 8 of postmaster.pid is the server's own word (miscadmin.h, LOCK_FILE_LINE_PM_STATUS). */
function isReady(data: string, pid: number): boolean {
  const lines = pidFile(data);
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

/** Process numbers are given out again; the folder on the command line tells whether this one is still ours. */
function isPostgresOn(pid: number, data: string): boolean {
  try {
    if (readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')) return false;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return path.basename(command[0] ?? '') === 'postgres' && command.includes(data);
  } catch {
    return false; // the process is gone
  }
}

function startFailure(ended: string, port: number, log: string): EmbeddedPostgresError {
  if (/could not bind|Address already in use/.test(log)) {
    return new EmbeddedPostgresError(
      'port-in-use',
      `Port ${port} on 127.0.0.1 is in use by another program.`,
    );
  }
  const fatal = log.split('\n').filter((line) => line.includes('FATAL'));
  return new EmbeddedPostgresError(
    'failed',
    `Postgres did not start (${ended}): ${fatal.at(-1) ?? 'see its log'}`,
  );
}
