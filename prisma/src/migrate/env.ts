/** The database to migrate, when the migration runs as a program of its own. */
export function migrationDatabaseUrl(): string {
  const url = process.env.DATABASE_URL;
  if (url === undefined || url === '') {
    throw new Error('DATABASE_URL is not set: it must name the database to migrate, as its owner.');
  }
  return url;
}
