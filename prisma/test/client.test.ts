import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type Database, databaseNow } from '../src/index.ts';
import {
  createTestDatabase,
  insertServerFixture,
  type ServerFixture,
  type TestDatabase,
} from '../testing/index.ts';
import { startSilenceableProxy } from './silenceable-proxy.ts';

let database: TestDatabase;
let db: Database;
let server: ServerFixture;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({ url: database.url });
  server = await insertServerFixture(db.client);
});

afterAll(async () => {
  await db.close();
  await database.drop();
});

test('a refused row is not repeated in the error, with the secret that stands in it', async () => {
  const secret = { bmcId: server.bmcId, kind: 'login', sealed: 'Sup3rs3cret' };
  const { bmcId, kind, sealed } = secret;
  const error: unknown = await db.client
    .$executeRaw`insert into bmc_secret (bmc_id, kind, sealed) values (${bmcId}::uuid, ${kind}, ${sealed})`.catch(
    (refusal: unknown) => refusal,
  );
  expect(error).toBeInstanceOf(Error);
  expect(inspect(error, { depth: 20, showHidden: true })).toContain('a_bmc_secret_is_sealed');
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('Sup3rs3cret');
});

test('two transactions that wait for each other both get through', async () => {
  const other = await insertServerFixture(db.client, server);
  const bothLocked = Promise.withResolvers<void>();
  let locked = 0;
  const rename = (first: string, second: string) =>
    db.transaction(async (tx) => {
      await tx.server.update({ where: { id: first }, data: { rack: 'r2' } });
      locked += 1;
      if (locked === 2) bothLocked.resolve();
      await bothLocked.promise;
      await tx.server.update({ where: { id: second }, data: { rack: 'r3' } });
    });
  await Promise.all([rename(server.serverId, other.serverId), rename(other.serverId, server.serverId)]);
  // One of them was ended by Postgres and ran again; on a busy machine it may meet the other a second time.
  expect(locked).toBeGreaterThanOrEqual(3);
});

test('an instant that nobody gave is the database clock, not ours', async () => {
  const created = await db.transaction(async (tx) => {
    await tx.$executeRaw`set local timezone = 'Asia/Tokyo'`;
    const site = await tx.site.create({ data: { slug: 'clock', name: 'Clock' } });
    const [row] = await tx.$queryRaw<{ same: boolean }[]>`
      select created_at = now() as same from site where id = ${site.id}::uuid`;
    return row;
  });
  expect(created).toEqual({ same: true });
});

test('databaseNow moves on within a transaction', async () => {
  await db.transaction(async (tx) => {
    const first = await databaseNow(tx);
    await tx.$executeRaw`select pg_sleep(0.005)`;
    expect((await databaseNow(tx)).getTime()).toBeGreaterThan(first.getTime());
  });
});

test('a database that falls silent is an error within seconds, and the next question finds it again', async () => {
  const line = await startSilenceableProxy(database.url);
  const patient = createDatabase({ url: line.url, maxConnections: 1, silentAfterMs: 300 });
  try {
    await databaseNow(patient.client);
    line.fallSilent();
    await expect(databaseNow(patient.client)).rejects.toThrow();
    line.speakToNewcomers();
    expect(await databaseNow(patient.client)).toBeInstanceOf(Date);
  } finally {
    line.close();
    await patient.close();
  }
});
