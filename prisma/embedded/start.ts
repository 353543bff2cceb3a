import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { findPostgresBinaries } from './binaries.ts';
import { type Cluster, clusterOwner, openCluster } from './cluster.ts';
import { launchPostmaster, type Postmaster, runningPostmaster, stopPostmaster } from './postmaster.ts';
import { canReach, type UnixUser, unprivilegedUser } from './unprivileged-user.ts';

/** Where Postgres goes when its own user cannot reach the folder that was asked for. */
const systemHome = '/var/lib/postern';
const logLimitBytes = 8 * 1024 * 1024;

export type EmbeddedPostgresOptions = {
  /** Folder for the data, the log and the password; made when it does not exist. */
  readonly dataDir: string;
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** False trades crash safety for speed: for tests only. */
  readonly durable?: boolean;
  /** True throws away whatever lies in the folder: for tests only. */
  readonly fresh?: boolean;
};

export type EmbeddedPostgres = {
  /** `postgres://…` of the owner's database, with the password: a secret. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Where the data really lies: `dataDir`, or a folder under /var/lib where Postgres could not reach that. */
  readonly home: string;
  /** True when the server ran before this call. */
  readonly wasRunning: boolean;
  /** Ends the server and waits until it is gone; a second call does nothing. */
  stop(): Promise<void>;
};

/**
 * A real Postgres of our own on 127.0.0.1: no Unix socket, password login only, never as root. A server that a killed
 * parent left running on the same data is taken over.
 * @throws EmbeddedPostgresError
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const user = unprivilegedUser();
  const home = reachableHome(path.resolve(options.dataDir), user);
  const durable = options.durable ?? true;
  const binaries = findPostgresBinaries(user, systemHome);
  if (options.fresh === true) await discardCluster(home);
  const cluster = openCluster({ home, binaries, user, durable });
  const running = await adoptable(cluster, options.port);
  const port = running?.port ?? (options.port === 0 ? await freePort() : options.port);
  if (running === undefined) rotateLog(cluster.log);
  const postmaster =
    running ??
    (await launchPostmaster({ binaries, cluster, user, port, settings: durable ? {} : volatileSettings }));
  const url = urlOf(cluster, port);
  await createOwnDatabase(cluster, port);
  return {
    url,
    port,
    pid: postmaster.pid,
    home,
    wasRunning: running !== undefined,
    stop: () => stopPostmaster(cluster.data, postmaster.pid),
  };
}

const volatileSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** A note in the folder that was asked for leads to the other one: a new checkout at the same place begins anew. */
function reachableHome(asked: string, user: UnixUser | undefined): string {
  if (canReach(user, path.join(asked, 'data'))) return asked;
  const note = path.join(asked, 'moved-to');
  if (!existsSync(note)) {
    mkdirSync(asked, { recursive: true });
    mkdirSync(systemHome, { recursive: true, mode: 0o755 });
    writeFileSync(note, path.join(systemHome, `data-${randomBytes(6).toString('hex')}`));
  }
  return readFileSync(note, 'utf8');
}

async function discardCluster(home: string): Promise<void> {
  const data = path.join(home, 'data');
  const running = await runningPostmaster(data);
  if (running !== undefined) await stopPostmaster(data, running.pid);
  rmSync(data, { recursive: true, force: true });
}

async function adoptable(cluster: Cluster, port: number): Promise<Postmaster | undefined> {
  const running = await runningPostmaster(cluster.data);
  if (running === undefined || port === 0 || running.port === port) return running;
  await stopPostmaster(cluster.data, running.pid); // the port was changed since
  return undefined;
}

function rotateLog(log: string): void {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > logLimitBytes) renameSync(log, `${log}.1`);
}

function urlOf(cluster: Cluster, port: number, database = clusterOwner): string {
  return `postgres://${clusterOwner}:${encodeURIComponent(cluster.password)}@127.0.0.1:${port}/${database}`;
}

/** Also the proof that the server answers and takes our password. */
async function createOwnDatabase(cluster: Cluster, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(cluster, port, 'postgres') });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [clusterOwner]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(clusterOwner)}`);
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
