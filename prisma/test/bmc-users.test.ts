import type { BmcUserVerdict, SeenBmcUser } from '@postern/domain';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  countBmcUsers,
  createDatabase,
  type Database,
  judgeBmcUser,
  listBmcUsers,
  readUserTableCount,
  recordBmcUsers,
} from '../src/index.ts';
import {
  createTestDatabase,
  insertServerFixture,
  type ServerFixture,
  type TestDatabase,
} from '../testing/index.ts';

let database: TestDatabase;
let owner: Database;
let broker: Database;
let portal: Database;
let server: ServerFixture;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.url });
  broker = createDatabase({ url: database.url, role: 'postern_broker' });
  portal = createDatabase({ url: database.url, role: 'postern_portal' });
});
beforeEach(async () => {
  server = await insertServerFixture(owner.client);
});
afterAll(async () => {
  for (const db of [owner, broker, portal]) await db.close();
  await database.drop();
});

const login: SeenBmcUser = {
  slot: 2,
  name: 'ADMIN',
  kind: 'login',
  privilege: 'administrator',
  state: 'enabled',
  fixedName: true,
};
const stranger: SeenBmcUser = {
  slot: 5,
  name: 'monitoring',
  kind: 'foreign',
  privilege: 'user',
  state: 'enabled',
  fixedName: false,
};

/** What a broker does at each look. Returns what is to be reported. */
async function see(...users: readonly SeenBmcUser[]): Promise<string[]> {
  const found = await broker.transaction((tx) =>
    recordBmcUsers(tx, {
      bmcId: server.bmcId,
      users,
      maxUsers: 16,
      used: users.length,
      free: 16 - users.length,
    }),
  );
  return found.map(({ user, report, formerName }) => `${report} ${user.name} was ${formerName}`);
}

const users = () => listBmcUsers(portal.client, { serverId: server.serverId });

async function strangerRow() {
  const row = (await users()).find(({ kind }) => kind === 'foreign');
  if (row === undefined) throw new Error('no foreign user is listed');
  return row;
}

async function judge(verdict: BmcUserVerdict, reportedAt?: Date): Promise<boolean> {
  const row = await strangerRow();
  return judgeBmcUser(portal.client, {
    userId: row.id,
    verdict,
    note: 'the zabbix of rack 7',
    byUserId: server.staffId,
    reportedAt: reportedAt ?? row.reportedAt ?? new Date(0),
  });
}

test('a foreign user is reported once, and what is ours never', async () => {
  expect(await see(login, stranger)).toEqual(['found monitoring was null']);
  expect(await see(login, stranger)).toEqual([]);
  expect(await users()).toMatchObject([
    { name: 'ADMIN', kind: 'login', toJudge: false, reportedAt: null },
    { name: 'monitoring', kind: 'foreign', toJudge: true, reportedAt: expect.any(Date) },
  ]);
});

test('whoever is adopted is reported no more, until he gains rights, is renamed, or comes back', async () => {
  await see(login, stranger);
  expect(await judge('adopted')).toBe(true);
  expect(await strangerRow()).toMatchObject({ toJudge: false, verdictNote: 'the zabbix of rack 7' });
  expect(await see(login, stranger)).toEqual([]);

  expect(await see(login, { ...stranger, privilege: 'administrator' })).toEqual([
    'gained-rights monitoring was null',
  ]);
  expect(await strangerRow()).toMatchObject({ toJudge: true, verdict: 'adopted' });

  await judge('adopted');
  expect(await see(login, { ...stranger, name: 'root2' })).toEqual(['found root2 was monitoring']);
  expect((await users()).map(({ name, toJudge, goneAt }) => [name, toJudge, goneAt !== null])).toEqual([
    ['ADMIN', false, false],
    ['root2', true, false],
    ['monitoring', false, true],
  ]);
  expect(await see(login, stranger)).toEqual(['returned monitoring was root2']);
});

test('whoever is ignored is reported at any change', async () => {
  await see(stranger);
  await judge('ignored');
  expect(await see(stranger)).toEqual([]);
  expect(await see({ ...stranger, state: 'disabled' })).toEqual(['changed monitoring was null']);
});

test('a verdict over a report that was not the last decides nothing', async () => {
  await see(stranger);
  const read = (await strangerRow()).reportedAt ?? new Date(0);
  await see({ ...stranger, privilege: 'operator' });
  expect(await judge('adopted', read)).toBe(false);
  expect(await strangerRow()).toMatchObject({ toJudge: true, verdict: null });
});

test('a stored login that was replaced is foreign from then on', async () => {
  await see(login);
  expect(await see({ ...login, kind: 'foreign' })).toEqual(['found ADMIN was null']);
});

test('the same names without slots are other users than those in slots', async () => {
  await see(stranger);
  expect(await see({ ...stranger, slot: null })).toEqual(['found monitoring was null']);
  expect(await users()).toHaveLength(2);
});

test('the counts tell how full the table is, and with whom', async () => {
  expect(await readUserTableCount(portal.client, { serverId: server.serverId })).toBeNull();
  await see(login, stranger, { ...stranger, slot: 6, name: 'backup' });
  await judge('adopted');
  expect(await countBmcUsers(broker.client, { siteId: server.siteId })).toMatchObject([
    { maxUsers: 16, used: 3, free: 13, foreign: 2, toJudge: 1 },
  ]);
  expect(await readUserTableCount(portal.client, { serverId: server.serverId })).toMatchObject({
    maxUsers: 16,
    used: 3,
    free: 13,
  });
});
