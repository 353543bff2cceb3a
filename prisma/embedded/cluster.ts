import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PostgresBinaries } from './binaries.ts';
import { EmbeddedPostgresError } from './errors.ts';
import type { UnixUser } from './unprivileged-user.ts';

/** Owner of the cluster and name of its first database. */
export const clusterOwner = 'postern';

/** A data folder that `initdb` has filled. */
export type Cluster = {
  /** What Postgres calls PGDATA; owned by the user it runs as. */
  readonly data: string;
  readonly log: string;
  readonly password: string;
};

/** What a Postgres child process gets as environment: nothing of ours but the way to its programs. */
// Postgres reads no NODE_ENV; Next's types, where they are loaded too, want one in every environment.
export const postgresEnvironment: NodeJS.ProcessEnv = {
  NODE_ENV: 'production',
  PATH: '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

/**
 * Opens the cluster below `home`, making it on first use. The owner's password is random, made once and kept in
 * `home/password` (mode 0600, ours, not Postgres's).
 * @throws EmbeddedPostgresError `wrong-data-version` where the data was written by another major version
 */
export function openCluster(options: {
  home: string;
  binaries: PostgresBinaries;
  user: UnixUser | undefined;
  durable: boolean;
}): Cluster {
  const { home, binaries } = options;
  mkdirSync(home, { recursive: true, mode: 0o711 });
  chmodSync(home, 0o711);
  const data = path.join(home, 'data');
  const password = keptPassword(path.join(home, 'password'));
  if (existsSync(path.join(data, 'PG_VERSION'))) refuseOtherMajor(data, binaries);
  else initialise(options, data, password);
  return { data, log: path.join(home, 'postgres.log'), password };
}

function keptPassword(file: string): string {
  if (!existsSync(file))
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}

function refuseOtherMajor(data: string, binaries: PostgresBinaries): void {
  const written = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  const ours = binaries.release.split('.')[0];
  if (written === ours) return;
  throw new EmbeddedPostgresError(
    'wrong-data-version',
    `${data} was written by Postgres ${written}, this is ${ours}: move that folder away or set DATABASE_URL.`,
  );
}

function initialise(
  { home, binaries, user, durable }: Parameters<typeof openCluster>[0],
  data: string,
  password: string,
): void {
  rmSync(data, { recursive: true, force: true }); // left by an initdb that was interrupted
  mkdirSync(data, { mode: 0o700 });
  const passwordCopy = path.join(home, 'password.initdb');
  writeFileSync(passwordCopy, password, { mode: 0o600 });
  if (user !== undefined) for (const file of [data, passwordCopy]) chownSync(file, user.uid, user.gid);
  try {
    const result = spawnSync(binaries.initdb, initdbArguments(data, passwordCopy, durable), {
      ...user,
      cwd: '/',
      env: postgresEnvironment,
      encoding: 'utf8',
    });
    if (result.status !== 0) {
      rmSync(path.join(data, 'PG_VERSION'), { force: true });
      const why = result.error?.message ?? result.stderr.trim();
      throw new EmbeddedPostgresError('failed', `initdb failed: ${why}`);
    }
  } finally {
    rmSync(passwordCopy, { force: true });
  }
}

function initdbArguments(data: string, passwordFile: string, durable: boolean): string[] {
  return [
    `--pgdata=${data}`,
    `--username=${clusterOwner}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The built-in provider sorts alike on every machine, whatever locales it has.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
}
