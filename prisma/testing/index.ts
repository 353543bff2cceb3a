export { EmbeddedPostgresError, startEmbeddedPostgres } from '../embedded/index.ts';
export { exclusively } from './exclusive.ts';
export {
  type GrantOptions,
  insertAccountFixture,
  insertGrantFixture,
  sealedNothing,
} from './fixtures/grant.ts';
export { insertServerFixture, type ServerFixture } from './fixtures/server.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
