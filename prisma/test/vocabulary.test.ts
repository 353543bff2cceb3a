import {
  actionKinds,
  actionStates,
  actionsWithoutAccess,
  blockKinds,
  bmcUserKinds,
  bmcUserPrivileges,
  bmcUserStates,
  bmcUserVerdicts,
  bootDevices,
  consoleEngines,
  grantEndCauses,
  grantScopes,
  grantStates,
  handOverStates,
  nextActionStates,
  nextGrantStates,
  provisioningSteps,
  revocationSteps,
  roles,
  scopeOfAction,
  ticketTtlSeconds,
} from '@postern/domain';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

/** The quoted words of a check constraint, as Postgres itself tells them. */
async function wordsOf(table: string, constraint: string): Promise<string[]> {
  const { rows } = await client.query(
    'select pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = $1::regclass and conname = $2',
    [table, constraint],
  );
  const definition: string = rows[0].definition;
  return [...definition.matchAll(/'([^']+)'::text/g)].map((match) => match[1] ?? '');
}

test.each([
  ['app_user', 'role_is_known', roles],
  ['boot_reading', 'device_is_known', bootDevices],
  ['console_session', 'engine_is_known', consoleEngines],
  ['bmc_user', 'kind_is_known', bmcUserKinds],
  ['bmc_user', 'privilege_is_known', bmcUserPrivileges],
  ['bmc_user', 'state_is_known', bmcUserStates],
  ['bmc_user', 'verdict_is_known', bmcUserVerdicts],
  ['hand_over', 'state_is_known', handOverStates],
])('%s.%s takes exactly the words of domain', async (table, constraint, words) => {
  expect((await wordsOf(table, constraint)).sort()).toEqual([...words].sort());
});

test.each([
  ['grant_end_cause', grantEndCauses],
  ['grant_step', [...provisioningSteps, ...revocationSteps]],
  ['action_kind', actionKinds],
  ['block_kind', blockKinds],
])('the table %s holds exactly the words of domain', async (table, words) => {
  const { rows } = await client.query(`select word from ${table}`);
  expect(rows.map(({ word }) => word).sort()).toEqual([...words].sort());
});

test('a kind of action needs the scope that domain says', async () => {
  const { rows } = await client.query('select word, scope from action_kind');
  expect(Object.fromEntries(rows.map(({ word, scope }) => [word, scope]))).toEqual(scopeOfAction);
});

test('a tenant may ask without access for what domain says', async () => {
  const { rows } = await client.query('select word from action_kind where without_access');
  expect(rows.map(({ word }) => word)).toEqual(actionsWithoutAccess);
});

test.each([
  ['access_grant', 'scopes_are_known'],
  ['access_policy', 'scopes_are_known'],
  ['action_kind', 'scope_is_known'],
])('%s takes exactly the scopes of domain', async (table, constraint) => {
  expect((await wordsOf(table, constraint)).sort()).toEqual([...grantScopes].sort());
});

test.each([
  ['grant_transition', grantStates, nextGrantStates],
  ['action_transition', actionStates, nextActionStates],
])('%s holds exactly the edges of domain', async (table, states, next) => {
  const edges = states.flatMap((from) =>
    (next as Record<string, readonly string[]>)[from]?.map((to) => `${from} > ${to}`),
  );
  const { rows } = await client.query(`select from_state || ' > ' || to_state as edge from ${table}`);
  expect(rows.map(({ edge }) => edge).sort()).toEqual(edges.sort());
});

test('a ticket lives as long as domain says', async () => {
  const { rows } = await client.query(
    "select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'a_ticket_lives_30_seconds_at_most'",
  );
  expect(rows[0].definition).toContain(`00:00:${ticketTtlSeconds}`);
});
