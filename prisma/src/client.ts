import type { EventEmitter } from 'node:events';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { connectionTarget } from './connection-target.ts';
import { Prisma, PrismaClient } from './generated/client.ts';

/** What every store takes: the client itself, or one transaction of it. */
export type Tx = Prisma.TransactionClient;

export interface Database {
  readonly client: PrismaClient;
  /**
   * Runs `work` in one transaction: all of it happens, or nothing. Never talk to a BMC in here. `work` may run again from
   * its start: two transactions that wait for each other (on a grant and on the audit log, say) are no fault, and
   * Postgres ends one of them.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Connections that one process may hold, where it does not say otherwise. */
const defaultMaxConnections = 10;
/** A transaction waits for a connection, and then works, this long at most. */
const maxWaitMs = 5_000;
const timeoutMs = 15_000;
const mostRuns = 5;
/**
 * A question that gets no answer for this long has lost its connection. A host that vanished closes nothing, so without
 * this a broker would wait for ever, and every end of a grant with it.
 */
const defaultSilentAfterMs = 15_000;

/**
 * Opens a pool. With `role`, every connection takes that role's rights (`postern_portal`, `postern_broker`) from
 * its first statement on, whatever its login may do.
 */
export function createDatabase(options: {
  readonly url: string;
  readonly role?: string | undefined;
  readonly maxConnections?: number | undefined;
  /** Milliseconds without an answer after which a connection counts as lost. */
  readonly silentAfterMs?: number | undefined;
}): Database {
  const { config, schema } = connectionTarget(options.url, options.role);
  const max = options.maxConnections ?? defaultMaxConnections;
  const silentAfterMs = options.silentAfterMs ?? defaultSilentAfterMs;
  const pool = new pg.Pool({
    ...config,
    max,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: silentAfterMs,
    query_timeout: silentAfterMs,
  });
  pool.on('connect', withholdRows);
  const adapter = new PrismaPg(pool, { schema, disposeExternalPool: true });
  const client = new PrismaClient({ adapter });
  return {
    client,
    transaction: (work) =>
      againAfterDeadlock(() => client.$transaction(work, { maxWait: maxWaitMs, timeout: timeoutMs })),
    close: () => client.$disconnect(),
  };
}

/** SQLSTATEs whose detail repeats the whole row that was refused: its passwords would travel in the error. */
const tellingRows: readonly unknown[] = ['23514', '23502'];

function withholdRows(client: pg.PoolClient): void {
  const { connection } = client as pg.PoolClient & { readonly connection: EventEmitter };
  connection.prependListener('errorMessage', (error: { code?: string; detail?: string | undefined }) => {
    if (tellingRows.includes(error.code)) error.detail = undefined;
  });
}

async function againAfterDeadlock<T>(run: () => Promise<T>): Promise<T> {
  for (let runs = 1; ; runs += 1) {
    try {
      return await run();
    } catch (error) {
      if (runs >= mostRuns || !isRolledBackByConflict(error)) throw error;
    }
  }
}

/** Only what Postgres says to have rolled back: an outcome that nobody knows (a lost connection) is never repeated. */
function isRolledBackByConflict(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === 'P2034' || /40P01|40001|deadlock detected/.test(error.message);
}
