export { EmbeddedPostgresError, startEmbeddedPostgres } from '../embedded/index.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
