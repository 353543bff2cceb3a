/**
 * What the WebAssembly schema engine reaches Postgres through: Prisma's own adapter, with the four corrections that
 * migrations need and the published adapter (7.10.0) lacks.
 */
import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQueryable,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { type ConnectionTarget, connectionTarget } from '../connection-target.ts';

/** What stands in for the adapter where a command needs no database (`prisma migrate diff` between two files). */
export const noDatabase: SqlMigrationAwareDriverAdapterFactory = {
  provider: 'postgres',
  adapterName: 'none',
  connect: () => Promise.reject(new Error('this command was given no database')),
  connectToShadowDb: () => Promise.reject(new Error('this command was given no database')),
};

/** An adapter factory that can be closed: the engine itself leaves its connections, and the lock on them, open. */
export type EngineAdapter = SqlMigrationAwareDriverAdapterFactory & { close(): Promise<void> };

/** `shadowUrl` names a database for drafts; without it one is created beside `url` and dropped after use. */
export function createEngineAdapter(url: string, shadowUrl?: string): EngineAdapter {
  const target = connectionTarget(url);
  const opened: SqlDriverAdapter[] = [];
  const connect = async () => {
    const adapter = await open(target);
    opened.push(adapter);
    return adapter;
  };
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect,
    connectToShadowDb: () =>
      shadowUrl === undefined ? openShadow(target) : open(connectionTarget(shadowUrl)),
    close: async () => {
      for (const adapter of opened) await adapter.dispose();
    },
  };
}

/** The published adapter reconnects to the main database when it has a connection string: here it never has one. */
async function openShadow(target: ConnectionTarget): Promise<SqlDriverAdapter> {
  const name = `prisma_migrate_shadow_db_${randomUUID()}`;
  await runOn(target, `create database "${name}"`);
  const shadow = { ...target, config: { ...target.config, database: name } };
  return open(shadow, () => runOn(target, `drop database if exists "${name}" with (force)`));
}

async function runOn(target: ConnectionTarget, sql: string): Promise<void> {
  const client = new pg.Client(target.config);
  try {
    await client.connect();
    await client.query(sql);
  } catch (error) {
    throw error instanceof pg.DatabaseError ? asDriverError(error) : error;
  } finally {
    await client.end();
  }
}

async function open(target: ConnectionTarget, afterwards?: () => Promise<void>): Promise<SqlDriverAdapter> {
  // An idle connection must not be dropped: it holds the advisory lock that keeps two migrations apart.
  const pool = new pg.Pool({ ...target.config, max: 3, idleTimeoutMillis: 0 });
  const adapter = await new PrismaPg(pool, { schema: target.schema }).connect();
  const dispose = adapter.dispose.bind(adapter);
  adapter.dispose = async () => {
    if (pool.ended) return;
    await dispose();
    if (!pool.ended) await pool.end();
    await afterwards?.();
  };
  adapter.executeScript = (script) => runScript(pool, script);
  const startTransaction = adapter.startTransaction.bind(adapter);
  adapter.startTransaction = async (level) => readCatalogTypes(await startTransaction(level));
  return readCatalogTypes(adapter);
}

/** The published adapter splits scripts at each `;`, also inside functions; Postgres itself knows better. */
async function runScript(pool: pg.Pool, script: string): Promise<void> {
  try {
    await pool.query(script);
  } catch (error) {
    throw error instanceof pg.DatabaseError ? asDriverError(error) : error;
  }
}

/** The form in which the engine takes Postgres' own words over into its report. */
function asDriverError(error: pg.DatabaseError): DriverAdapterError {
  return new DriverAdapterError({
    kind: 'postgres',
    code: error.code ?? 'XX000',
    severity: error.severity ?? 'ERROR',
    message: error.where === undefined ? error.message : `${error.message} (${error.where})`,
    detail: error.detail,
    column: error.column,
    hint: error.hint,
  });
}

const charOid = 18;
/** Types of catalog columns that the published adapter refuses, and the plain types they read as. */
const plainTypeOf = new Map([
  [charOid, 25],
  [22, 25],
  [24, 25],
  [28, 25],
  [194, 25],
  [2205, 25],
  [2206, 25],
  [1002, 1009],
  [2210, 1009],
]);

type RawResult = { readonly rows: SqlResultSet['rows']; readonly fields: { dataTypeID: number }[] };
type WithIo = { performIO(query: unknown): Promise<RawResult> };

function readCatalogTypes<Q extends SqlQueryable>(queryable: Q): Q {
  const charColumns = new WeakMap<object, number[]>();
  const withIo = queryable as unknown as WithIo;
  const performIo = withIo.performIO.bind(queryable);
  withIo.performIO = async (query) => {
    const result = await performIo(query);
    const oids = result.fields.map((field) => field.dataTypeID);
    charColumns.set(
      result.rows,
      oids.flatMap((oid, index) => (oid === charOid ? [index] : [])),
    );
    for (const field of result.fields)
      field.dataTypeID = plainTypeOf.get(field.dataTypeID) ?? field.dataTypeID;
    return result;
  };
  const queryRaw = queryable.queryRaw.bind(queryable);
  queryable.queryRaw = async (query) => {
    const set = await queryRaw(query);
    for (const index of charColumns.get(set.rows) ?? []) set.columnTypes[index] = ColumnTypeEnum.Character;
    return set;
  };
  return queryable;
}
