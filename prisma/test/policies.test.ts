import { usualPolicy } from '@postern/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createDatabase,
  type Database,
  insertSite,
  readInheritedPolicy,
  readPolicyLayer,
  readPolicyOfServer,
  writePolicy,
} from '../src/index.ts';
import { silentPolicy } from '../src/policies/policy-values.ts';
import { createTestDatabase, insertServerFixture, type TestDatabase } from '../testing/index.ts';

let database: TestDatabase;
let owner: Database;
let portal: Database;
let broker: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.url });
  portal = createDatabase({ url: database.url, role: 'postern_portal' });
  broker = createDatabase({ url: database.url, role: 'postern_broker' });
});

afterAll(async () => {
  for (const db of [owner, portal, broker]) await db.close();
  await database.drop();
});

test('a new site says what domain calls usual', async () => {
  const site = await insertSite(portal.client, { slug: 'usual', name: 'Usual' });
  const layer = await readPolicyLayer(portal.client, { siteId: site?.id ?? '' });
  expect(layer).toEqual({ name: 'Usual', values: usualPolicy });
});

test('the portal’s words about a tenant and a server are what the broker reads, and can be taken back', async () => {
  const { organisationId, serverId } = await insertServerFixture(owner.client);
  await writePolicy(
    portal.client,
    { organisationId },
    { ...silentPolicy, maxExtensions: 7, scopes: ['power'] },
  );
  await writePolicy(portal.client, { serverId }, { ...silentPolicy, maxExtensions: 1 });
  expect(await readPolicyOfServer(broker.client, serverId)).toMatchObject({
    policy: { maxExtensions: 1, scopes: ['power'], maxDurationSeconds: usualPolicy.maxDurationSeconds },
    sources: {
      maxExtensions: { level: 'server' },
      scopes: { level: 'organisation' },
      graceSeconds: { level: 'site' },
    },
  });
  expect(await readInheritedPolicy(portal.client, serverId)).toMatchObject({ policy: { maxExtensions: 7 } });
  await writePolicy(portal.client, { serverId }, silentPolicy);
  await writePolicy(portal.client, { organisationId }, silentPolicy);
  expect(await readPolicyOfServer(broker.client, serverId)).toMatchObject({
    policy: { maxExtensions: usualPolicy.maxExtensions },
    sources: { maxExtensions: { level: 'site' }, scopes: { level: 'site' } },
  });
});

test('two who say something of the same server for the first time do not get in each other’s way', async () => {
  const { serverId } = await insertServerFixture(owner.client);
  const say = (maxExtensions: number) =>
    writePolicy(portal.client, { serverId }, { ...silentPolicy, maxExtensions });
  await Promise.all([say(1), say(2), say(3)]);
  expect(await owner.client.accessPolicy.count({ where: { serverId } })).toBe(1);
});

test('what is not there has no policy', async () => {
  const nowhere = '00000000-0000-0000-0000-000000000001';
  expect(await readPolicyOfServer(portal.client, nowhere)).toBeUndefined();
  expect(await readPolicyLayer(portal.client, { siteId: nowhere })).toBeUndefined();
});
