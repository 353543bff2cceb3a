import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded/index.ts';
import { exclusively } from './exclusive.ts';

const home = path.resolve(import.meta.dirname, '../../.postern/test-postgres');
const users = path.join(home, 'users');
const lock = `postern-test-postgres:${home}`;

/** A hold on the one Postgres that all test processes of this checkout share. */
export type SharedServer = {
  /** Owner's login to the maintenance database. */
  readonly url: string;
  /** Gives the hold back; the last one out stops the server. */
  release(): Promise<void>;
};

let holds = 0;

/** Joins the shared server, starting it for the first. Its data is thrown away between runs, so it skips fsync. */
export async function joinSharedServer(): Promise<SharedServer> {
  holds += 1;
  const mark = path.join(users, `${process.pid}-${holds}`);
  const server = await exclusively(lock, async () => {
    const fresh = livingUsers() === 0;
    const started = await startEmbeddedPostgres({
      dataDir: path.join(home, 'cluster'),
      port: 0,
      durable: false,
      fresh,
    });
    writeFileSync(mark, '');
    return started;
  });
  return { url: server.url, release: () => leave(server, mark) };
}

function leave(server: EmbeddedPostgres, mark: string): Promise<void> {
  return exclusively(lock, async () => {
    rmSync(mark, { force: true });
    if (livingUsers() === 0) await server.stop();
  });
}

/** Counts the holds of living processes and forgets those of dead ones. */
function livingUsers(): number {
  mkdirSync(users, { recursive: true });
  const marks = readdirSync(users);
  const dead = marks.filter((mark) => !isAlive(Number(mark.split('-')[0])));
  for (const mark of dead) rmSync(path.join(users, mark), { force: true });
  return marks.length - dead.length;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
