import path from 'node:path';
import { createEngineAdapter } from './engine-adapter.ts';
import { migrationDatabaseUrl } from './env.ts';
import { forgetFailures } from './forget-failures.ts';
import { asMigrationError } from './migration-error.ts';
import { readMigrationList } from './migration-list.ts';
import { openSchemaEngine } from './wasm-engine.ts';

export { MigrationError } from './migration-error.ts';

const migrations = path.resolve(import.meta.dirname, '../../migrations');

/**
 * Brings a database up to the newest migration and returns the names of those it applied. Safe to run twice and from
 * several processes at once: the engine holds an advisory lock. Needs a login that may create roles.
 * @throws MigrationError naming the migration and Postgres' own message; a failed migration leaves nothing behind, and
 * is tried again the next time.
 */
export async function applyMigrations(url: string, folder = migrations): Promise<string[]> {
  const adapter = createEngineAdapter(url);
  try {
    await forgetFailures(url);
    const engine = await openSchemaEngine({ datamodels: [], adapter });
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: readMigrationList(folder),
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  } catch (error) {
    throw asMigrationError(error);
  } finally {
    await adapter.close();
  }
}

if (import.meta.main) {
  const applied = await applyMigrations(migrationDatabaseUrl());
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`);
}
