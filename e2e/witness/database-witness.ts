import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

/** Runs one statement as the database's owner, who is not bound by the roles of the product. */
export async function askDatabase(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(sql, [...values]);
    return rows;
  } finally {
    await client.end();
  }
}

/** Every row of every table, as text, by table. */
export async function dumpDatabase(url: string): Promise<ReadonlyMap<string, Buffer>> {
  const tables = await askDatabase(
    url,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  const dump = new Map<string, Buffer>();
  for (const { name } of tables) {
    const rows = await askDatabase(url, `select t::text as row from ${name} t`);
    dump.set(String(name), Buffer.from(rows.map(({ row }) => String(row)).join('\n')));
  }
  return dump;
}

/** Every file of the cluster, so also what was written once and deleted since: heap pages and the write-ahead log. */
export async function* clusterFiles(url: string): AsyncGenerator<{ name: string; bytes: Buffer }> {
  await askDatabase(url, 'checkpoint');
  const [row] = await askDatabase(url, 'show data_directory');
  const folder = String(row?.data_directory);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const name = path.join(entry.parentPath, entry.name);
    yield { name: path.relative(folder, name), bytes: readFileSync(name) };
  }
}
