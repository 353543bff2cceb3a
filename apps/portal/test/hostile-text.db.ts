/** No text and no date that anybody can type makes a procedure fail inside. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, openTestPortal, procedureType, type TestPortal } from './open-test-portal.ts';
import { inputOf, procedureTable } from './procedure-table.ts';
import { beatBrokers, makeTarget, makeWorld, type World } from './world.ts';

let t: TestPortal;
let world: World;

beforeAll(async () => {
  t = await openTestPortal();
  world = await makeWorld(t);
});
afterAll(() => t.close());

const hostile = [
  'a\0b',
  '\ud800 half a character',
  "'; drop table server; --",
  '%_\\',
  '<script>alert(1)</script>',
  '\u202egnp.exe',
  'x'.repeat(5000),
  new Date(-8.64e15),
  new Date(8.64e15),
];

/** Fields of queries that may be left out, and so do not stand in the table's inputs. */
const optional = ['search', 'actor', 'cursor', 'from', 'until'];

const rows = Object.entries(procedureTable).filter(
  ([path, row]) => (row.input ?? row.own) !== undefined && procedureType(path) !== 'subscription',
);

test.each(rows)('%s', async (path, row) => {
  await t.owner.client.$executeRaw`update organisation set suspended_at = null`;
  await t.owner.client.$executeRaw`update app_user set disabled_at = null`;
  await beatBrokers(t);
  const target = await makeTarget(t, world.own, row.needsGrant ?? false);
  const caller = row.roles.includes('admin') ? world.adminId : world.own.tenantId;
  const cookie = await t.signIn(caller);
  const input = ((await inputOf(row, target, t, caller)) ?? {}) as Record<string, unknown>;
  const fields = [...Object.keys(input), ...(procedureType(path) === 'query' ? optional : [])];
  for (const field of fields) {
    for (const value of hostile) {
      const { status } = await call(t.portal, path, { ...input, [field]: value }, cookie);
      expect({ field, value, broke: status >= 500 }).toEqual({ field, value, broke: false });
    }
  }
});
