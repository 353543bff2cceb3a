/** A site can be added by its slug, once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, openTestPortal, type TestPortal } from './open-test-portal.ts';
import { makeWorld } from './world.ts';

let t: TestPortal;
let admin: string;

beforeAll(async () => {
  t = await openTestPortal();
  admin = await t.signIn((await makeWorld(t)).adminId);
});
afterAll(() => t.close());

const create = (site: { slug: string; name: string }) => call(t.portal, 'sites.create', site, admin);

test('a new site has the usual policy, no key and no server, and its line in the audit log', async () => {
  const { data } = await create({ slug: 'vie-2', name: 'Vienna' });
  const { siteId } = data as { siteId: string };
  const list = await call(t.portal, 'sites.list', undefined, admin);
  const { items } = list.data as { items: { id: string }[] };
  expect(items.find(({ id }) => id === siteId)).toMatchObject({
    slug: 'vie-2',
    name: 'Vienna',
    servers: 0,
    hasKey: false,
    policy: { defaultDurationSeconds: 3600, accountPrivilege: 'operator' },
  });
  const audit = await call(t.portal, 'audit.list', { types: ['site.created'] }, admin);
  const lines = audit.data as { items: { sentence: string; actor: string }[] };
  expect(lines.items).toEqual([expect.objectContaining({ sentence: 'added the site Vienna' })]);
});

test('a slug that is taken is said at its field, also to the slower of two', async () => {
  const answers = await Promise.all([
    create({ slug: 'ber1', name: 'Berlin' }),
    create({ slug: 'ber1', name: 'Berlin East' }),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const refused = answers.find(({ status }) => status === 409);
  expect(refused?.error?.data).toMatchObject({
    reason: 'name-taken',
    fieldErrors: { slug: [expect.any(String)] },
  });
  expect(await t.owner.client.site.count({ where: { slug: 'ber1' } })).toBe(1);
});

test.each([
  '',
  'x',
  'FRA1',
  'fra 1',
  '-fra',
  'fra-',
  'fra--1',
  'fra_1',
  'fra.1',
  'zürich',
  '../etc',
  'a'.repeat(33),
])('the slug %j is refused at its field', async (slug) => {
  const { status, error } = await create({ slug, name: 'Nowhere' });
  expect(status).toBe(400);
  expect(Object.keys(error?.data.fieldErrors ?? {})).toEqual(['slug']);
  expect(await t.owner.client.site.count({ where: { slug } })).toBe(0);
});

test.each(['ams', 'fra1', '01', 'eu-west-2', 'a'.repeat(32)])('the slug %j is taken on', async (slug) => {
  expect(await create({ slug, name: 'Somewhere' })).toMatchObject({ status: 200 });
});
