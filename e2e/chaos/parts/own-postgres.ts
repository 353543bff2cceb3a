/** A Postgres that belongs to one scenario, durable as in production, to be restarted and copied at will. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@postern/database/embedded';
import { applyMigrations } from '@postern/database/migrate';
import type { TestDatabase } from '@postern/database/testing';

/** With its owner: Postgres runs as somebody else than we do. */
async function copy(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to]);
}

export interface OwnPostgres {
  /** As a test site wants it. */
  readonly database: TestDatabase;
  stop(): Promise<void>;
  /** Without a word to anybody, as a machine that loses its power. */
  crash(): Promise<void>;
  /** On the same port and the same data. */
  start(): Promise<void>;
  /** Copies the data while it is stopped. */
  backUp(): Promise<void>;
  /** Puts the copied data back in place of what is there. While it is stopped. */
  restore(): Promise<void>;
}

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postern-chaos-postgres-'));
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir: folder, port: 0 });
  const { url, port, home } = server;
  const data = path.join(home, 'data');
  const backup = path.join(home, 'backup');
  await applyMigrations(url);

  async function start(): Promise<void> {
    server = await startEmbeddedPostgres({ dataDir: folder, port });
  }

  return {
    database: {
      url,
      async drop() {
        await server.stop();
        await rm(folder, { recursive: true, force: true });
        await rm(home, { recursive: true, force: true });
      },
    },
    stop: () => server.stop(),
    async crash() {
      process.kill(server.pid, 'SIGQUIT');
      await server.stop();
    },
    start,
    async backUp() {
      await rm(backup, { recursive: true, force: true });
      await copy(data, backup);
    },
    async restore() {
      await rm(data, { recursive: true, force: true });
      await copy(backup, data);
    },
  };
}
