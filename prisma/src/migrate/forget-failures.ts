import pg from 'pg';
import { connectionTarget } from '../connection-target.ts';

/**
 * Lets migrations that failed be tried again. The engine refuses for ever once one has failed, since elsewhere it may
 * have been applied by half; here each is one script, which Postgres takes or leaves as a whole. One that is being
 * applied by another process has no log yet, and is left alone.
 */
export async function forgetFailures(url: string): Promise<void> {
  const { config, schema } = connectionTarget(url);
  const client = new pg.Client(config);
  try {
    await client.connect();
    const table = `${client.escapeIdentifier(schema)}._prisma_migrations`;
    const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
      table,
    ]);
    if (rows[0]?.there !== true) return;
    await client.query(
      `update ${table} set rolled_back_at = now()
       where finished_at is null and rolled_back_at is null and logs is not null`,
    );
  } finally {
    await client.end();
  }
}
