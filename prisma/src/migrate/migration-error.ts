/** The database could not be brought up to date; `message` is fit for a terminal and holds no password. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** The engine's own traces begin with a numbered line; before it stand Postgres' words, after it the migration. */
const trace = /\n\s*0: [\s\S]*$/;
const migrationInTrace = /with migration_name="([^"]+)"/;

/** Takes what a person needs from an error of the schema engine: Postgres' words and the migration's name. */
export function asMigrationError(error: unknown): MigrationError {
  const told = error instanceof Error ? error.message : String(error);
  const words = told
    .replace(trace, '')
    .replace(/^external connector error\n/, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();
  const migration = migrationInTrace.exec(told)?.[1];
  const where = migration === undefined ? '' : ` (migration ${migration})`;
  return new MigrationError(`${words}${where}`, { cause: error });
}
