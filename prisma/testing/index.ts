export { EmbeddedPostgresError, startEmbeddedPostgres } from '../embedded/index.ts';
export { canReach, type UnixUser, unprivilegedUser } from '../embedded/unprivileged-user.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
