import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from './test-database.ts';

async function ask(url: string, sql: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

test('two test databases do not see each other', async () => {
  const [a, b] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await ask(a.url, 'create table only_in_a (n int)');
  expect(await ask(b.url, "select to_regclass('only_in_a')")).toEqual([[null]]);
  await Promise.all([a.drop(), b.drop()]);
});

test('a dropped test database is gone, even with a connection open to it', async () => {
  const kept = await createTestDatabase();
  const dropped = await createTestDatabase();
  const open = new pg.Client({ connectionString: dropped.url });
  const cut = new Promise((resolve) => open.once('end', resolve));
  open.on('error', () => {}); // the cut is what this test waits for
  await open.connect();
  await dropped.drop();
  await cut;
  const name = new URL(dropped.url).pathname.slice(1);
  expect(await ask(kept.url, `select 1 from pg_database where datname = '${name}'`)).toEqual([]);
  await kept.drop();
});
