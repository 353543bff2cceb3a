import { randomBytes } from 'node:crypto';
import { joinSharedServer } from './shared-server.ts';
import { databaseUrl, runSql, templateDatabase } from './template.ts';

/** A database of one test file's own, with every migration applied and no rows. */
export type TestDatabase = {
  /** `postgres://…` of the owner: may create roles, switch triggers, look at everything. */
  readonly url: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
};

/** Makes a database on the Postgres that the tests share (about 50 ms; the first call starts the server). */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = await joinSharedServer();
  const name = `test_${randomBytes(6).toString('hex')}`;
  const template = await templateDatabase(server.url);
  await runSql(server.url, `create database ${name} template ${template}`);
  return {
    url: databaseUrl(server.url, name),
    drop: async () => {
      await runSql(server.url, `drop database if exists ${name} with (force)`);
      await server.release();
    },
  };
}
