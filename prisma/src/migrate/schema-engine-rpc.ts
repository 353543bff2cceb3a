/**
 * Speaks what Prisma's CLI speaks with its native schema engine: the same arguments, and JSON-RPC by lines on
 * standard input and output.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { connectionTarget } from '../connection-target.ts';
import { createEngineAdapter, noDatabase } from './engine-adapter.ts';
import { openSchemaEngine, type SchemaEngine } from './wasm-engine.ts';

type Datasource = { readonly url?: string; readonly shadowDatabaseUrl?: string };
type Request = { readonly id: number | string; readonly method?: string; readonly params?: unknown };
type Call = (params: unknown) => Promise<unknown>;

/** JSON-RPC's code for "the engine refused"; the CLI looks into `data` for the rest. */
const engineErrorCode = 4466;

export async function runSchemaEngine(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    strict: false,
    options: {
      datamodels: { type: 'string', multiple: true },
      datasource: { type: 'string' },
      version: { type: 'boolean' },
    },
  });
  if (values.version === true) return console.log('schema-engine-wasm');
  const datasource: Datasource = typeof values.datasource === 'string' ? JSON.parse(values.datasource) : {};
  if (positionals.includes('cli')) return runDatabaseCommand(positionals.at(-1) ?? '', datasource);
  const files = (values.datamodels ?? []).filter((file) => typeof file === 'string');
  await serve(files, datasource);
}

async function serve(files: string[], datasource: Datasource): Promise<void> {
  let engine: Promise<SchemaEngine> | undefined;
  const open = () =>
    openSchemaEngine({
      datamodels: files.map((file) => [file, readFileSync(file, 'utf8')]),
      adapter:
        datasource.url === undefined
          ? noDatabase
          : createEngineAdapter(datasource.url, datasource.shadowDatabaseUrl),
    });
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    const request: Request = JSON.parse(line);
    if (request.method === undefined) continue; // the CLI's answer to one of our own notices
    try {
      engine ??= open();
      send({ id: request.id, result: await answer(await engine, request, datasource) });
    } catch (error) {
      send({ id: request.id, error: { code: engineErrorCode, message: 'see data', data: faultOf(error) } });
    }
  }
  process.exit(0); // the pool keeps its connections, and so the process, for the engine's advisory lock
}

async function answer(engine: SchemaEngine, request: Request, datasource: Datasource): Promise<unknown> {
  if (request.method === 'createDatabase') {
    return { databaseName: connectionTarget(datasource.url ?? '').config.database };
  }
  // The one method that the WebAssembly build names differently.
  const method = request.method === 'getDatabaseVersion' ? 'version' : (request.method ?? '');
  const call = (engine as unknown as Record<string, Call | undefined>)[method];
  if (call === undefined) throw new Error(`this schema engine has no method ${method}`);
  const result = (await call.call(engine, request.params)) ?? {};
  return request.method === 'diff' ? printed(result) : result;
}

/** The native engine prints a diff itself, through the CLI. */
function printed(result: unknown): unknown {
  const { stdout, ...rest } = result as { stdout?: string | null };
  if (typeof stdout !== 'string') return result;
  send({ id: 'diff', method: 'print', params: { content: stdout } });
  return { ...rest, stdout: null };
}

function faultOf(error: unknown): object {
  const { message, code, meta, stack } = error as Partial<Error & { code: string; meta: unknown }>;
  if (message !== undefined && code !== undefined) {
    return { is_panic: false, message, error_code: code, meta: meta ?? {} };
  }
  // A panic inside WebAssembly arrives as this class; it is no global in TypeScript's `es2024` library.
  const isPanic = error instanceof Error && error.constructor.name === 'RuntimeError';
  return { is_panic: isPanic, message: message ?? String(error), error_code: null, backtrace: stack ?? null };
}

function send(body: object): void {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...body })}\n`);
}

/** `cli can-connect-to-database` and `cli create-database`: the answer is the exit code and one log line. */
async function runDatabaseCommand(command: string, datasource: Datasource): Promise<void> {
  const { config } = connectionTarget(datasource.url ?? '');
  const creating = command === 'create-database';
  const client = new pg.Client(creating ? { ...config, database: 'postgres' } : config);
  log('INFO', 'Starting schema engine CLI');
  try {
    await client.connect();
    if (creating) await client.query(`create database ${client.escapeIdentifier(config.database ?? '')}`);
  } catch (error) {
    logConnectionFault(error, config);
    process.exitCode = 1;
  } finally {
    await client.end();
  }
}

function logConnectionFault(error: unknown, { host, port, database }: pg.ClientConfig): void {
  const sqlState = error instanceof pg.DatabaseError ? error.code : undefined;
  if (sqlState === '3D000') {
    log('ERROR', `Database \`${database}\` does not exist`, 'P1003');
  } else if (sqlState === '28P01') {
    log('ERROR', `Postgres at \`${host}:${port}\` refused the password`, 'P1000');
  } else {
    const why = error instanceof Error ? error.message : String(error);
    log('ERROR', `Can't reach database server at \`${host}:${port}\`: ${why}`, 'P1001');
  }
}

function log(level: string, message: string, errorCode?: string): void {
  const fields = errorCode === undefined ? { message } : { message, error_code: errorCode };
  const line = { timestamp: new Date().toISOString(), level, fields, target: 'schema_engine::logger' };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}
