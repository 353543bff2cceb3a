import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { exclusively } from './exclusive.ts';

const migrations = path.resolve(import.meta.dirname, '../migrations');
const apply = path.resolve(import.meta.dirname, '../src/migrate/apply.ts');

/**
 * Name of a database that holds the migrated schema and no rows, made on first use. The name is derived from the
 * migrations, so a changed migration gets a template of its own.
 */
export async function templateDatabase(serverUrl: string): Promise<string> {
  const name = `template_${migrationsHash()}`;
  await exclusively(`postern-${name}:${migrations}`, async () => {
    if (await exists(serverUrl, name)) return;
    const half = `${name}_half`;
    await runSql(serverUrl, `drop database if exists ${half} with (force)`);
    await runSql(serverUrl, `create database ${half}`);
    await migrate(databaseUrl(serverUrl, half));
    await runSql(serverUrl, `alter database ${half} rename to ${name}`);
  });
  return name;
}

/** The same server and login, another database. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** One statement on a connection of its own, as `create database` wants it. */
export async function runSql(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

async function migrate(url: string): Promise<void> {
  if (!existsSync(apply)) return;
  const { applyMigrations }: { applyMigrations(url: string): Promise<unknown> } = await import(apply);
  await applyMigrations(url);
}

async function exists(serverUrl: string, name: string): Promise<boolean> {
  const found = await runSql(serverUrl, `select 1 from pg_database where datname = '${name}'`);
  return found.rowCount === 1;
}

function migrationsHash(): string {
  const hash = createHash('sha256');
  const files = readdirSync(migrations, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.sql'),
  );
  for (const file of files.sort())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(migrations, file)));
  return hash.digest('hex').slice(0, 16);
}
