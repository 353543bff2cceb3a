import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendAuditEvent, createDatabase, type Database, verifyAuditChain } from '../src/index.ts';
import {
  createTestDatabase,
  insertAccountFixture,
  insertGrantFixture,
  insertServerFixture,
  type ServerFixture,
  sealedNothing,
  type TestDatabase,
} from '../testing/index.ts';
import { expectRefusal } from './refusal.ts';

let database: TestDatabase;
let owner: Database;
let portal: Database;
let broker: Database;
let server: ServerFixture;
let grantId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.url });
  portal = createDatabase({ url: database.url, role: 'postern_portal' });
  broker = createDatabase({ url: database.url, role: 'postern_broker' });
  server = await insertServerFixture(owner.client);
  ({ grantId } = await insertGrantFixture(owner.client, server, { state: 'active' }));
  await insertAccountFixture(owner.client, { grantId, bmcId: server.bmcId });
});

afterAll(async () => {
  for (const db of [owner, portal, broker]) await db.close();
  await database.drop();
});

const denied = /permission denied/;

function run(db: Database, sql: string): Promise<unknown> {
  return db.client.$executeRawUnsafe(sql);
}

const somebodys = "'00000000-0000-0000-0000-000000000001'";

describe('the portal', () => {
  test.each([
    ['read BMC secrets', 'select * from bmc_secret'],
    ['read even the ids of BMC secrets', 'select bmc_id from bmc_secret'],
    ['count BMC secrets', 'select count(*) from bmc_secret'],
    ['write BMC secrets past the door', 'update bmc_secret set sealed = sealed'],
    ['read the password that is sealed to the broker', 'select password_for_broker from account'],
    ['read whole accounts', 'select * from account'],
    ['make accounts', 'insert into account (id) values (gen_random_uuid())'],
    ['touch accounts', "update account set username = 'g_x'"],
    ['widen a grant', "update access_grant set scopes = array['account']"],
    ['start a grant', 'update access_grant set starts_at = now()'],
    ['prove a revocation', "update access_grant set proof = '{}'"],
    ['date a revocation', 'update access_grant set revoked_at = now()'],
    ['take grants away', 'delete from access_grant'],
    ['finish actions', "update action set state = 'succeeded'"],
    ['invent power readings', `insert into power_reading (server_id, state) values (${somebodys}, 'on')`],
    ['take leases', 'update bmc_lease set expires_at = now()'],
    ['pose as a broker', 'update broker set heartbeat_at = now()'],
    ['use tickets', 'update console_ticket set used_at = now()'],
    ['open consoles', 'update console_session set closed_at = now()'],
    ['open relays', 'update relay set closed_at = null'],
    ['choose the way of a grant', "update access_grant set access_path = 'direct'"],
    ['change the audit log', "update audit_event set actor_name = 'x'"],
    ['delete from the audit log', 'delete from audit_event'],
    ['truncate the audit log', 'truncate audit_event'],
    ['move the head', 'update audit_head set seq = 0'],
    ['drop a head', 'delete from audit_head'],
    ['change the rules of grants', "insert into grant_transition values ('revoked', 'active')"],
    ['disable triggers', 'alter table audit_event disable trigger all'],
    ['slip past triggers', 'set session_replication_role = replica'],
    ['invent findings', "update bmc_user_snapshot set findings = '[]'"],
    ['take a policy away', 'delete from access_policy'],
    ['invent what a broker observed', 'delete from observed_bmc'],
    ['record for a broker', `insert into journal_record values (gen_random_uuid(), ${somebodys})`],
    ['replace the secret of a second factor', 'update second_factor set sealed = sealed'],
    ['give a second factor to another', 'update second_factor set user_id = user_id'],
    ['unsay that a recovery code exists', 'delete from recovery_code'],
    ['swap a recovery code', 'update recovery_code set code_hash = code_hash'],
    ['make tables', 'create table x (y int)'],
    ['say what is on a BMC', "update bmc_user set privilege = 'none'"],
    ['invent BMC users', `insert into bmc_user (bmc_id, name, kind) values (${somebodys}, 'x', 'login')`],
    ['unsay that a BMC user was reported', 'update bmc_user set reported_at = null'],
    ['forget BMC users', 'delete from bmc_user'],
    ['write a certificate', "update hand_over set items = '[]'"],
    ['count attempts of a hand-over', 'update hand_over set attempted_at = now()'],
    ['hold a pending login', `select hold_pending_login(${somebodys}, 'box1.a.a.a.a')`],
    ['swap a login', `select swap_pending_login(${somebodys})`],
    ['forget a login', `select forget_login(${somebodys}, 'login-former')`],
  ])('cannot %s', async (_, sql) => {
    await expectRefusal(run(portal, sql), /permission denied|must be owner/);
  });

  test('puts BMC secrets in and learns only which ones there are', async () => {
    const put = (kind: string, sealed: string) =>
      portal.client.$executeRaw`select put_bmc_secret(${server.bmcId}::uuid, ${kind}, ${sealed})`;
    await put('login', sealedNothing);
    await put('login', `${sealedNothing}B`);
    await put('screen', sealedNothing);
    const held = await portal.client.$queryRaw<{ kind: string }[]>`
      select kind from bmc_secrets_held(${server.bmcId}::uuid) order by kind`;
    expect(held).toEqual([{ kind: 'login' }, { kind: 'screen' }]);
    const stored = await owner.client.bmcSecret.findMany({ where: { bmcId: server.bmcId, kind: 'login' } });
    expect(stored.map(({ sealed }) => sealed)).toEqual([`${sealedNothing}B`]);
    await expectRefusal(put('login', 'open text'), 'a_bmc_secret_is_sealed');
  });

  test('ends a freeze with a new login, and not with a new screen password', async () => {
    const own = await insertServerFixture(owner.client, server);
    const frozenUntil = new Date(Date.now() + 600_000);
    await owner.client.bmc.update({ where: { id: own.bmcId }, data: { frozenUntil } });
    const put = (kind: string) =>
      portal.client.$executeRaw`select put_bmc_secret(${own.bmcId}::uuid, ${kind}, ${sealedNothing})`;
    const read = () => owner.client.bmc.findUniqueOrThrow({ where: { id: own.bmcId } });
    await put('screen');
    expect((await read()).frozenUntil).not.toBeNull();
    await put('login');
    expect((await read()).frozenUntil).toBeNull();
  });

  test('ends a grant, and reads the password that is sealed to it', async () => {
    const own = await insertServerFixture(owner.client, server);
    const grant = await insertGrantFixture(owner.client, own, { state: 'active' });
    const where = { id: grant.grantId, state: 'active' };
    const data = { state: 'revoking', endCause: 'ended-by-tenant', endRequestedById: own.tenantId };
    expect(await portal.client.grant.updateMany({ where, data })).toEqual({ count: 1 });
    const account = await portal.client.account.findFirstOrThrow({
      where: { grantId },
      select: { username: true, passwordForTenant: true },
    });
    expect(account.passwordForTenant).toBe(sealedNothing);
  });

  test('locks a grant while it decides', async () => {
    await expect(
      portal.client.$queryRaw`select id from access_grant where id = ${grantId}::uuid for update`,
    ).resolves.toHaveLength(1);
  });
});

describe('the broker', () => {
  test.each([
    ['read password hashes', 'select password_hash from app_user'],
    ['read whole people', 'select * from app_user'],
    ['read second factors', 'select user_id from second_factor'],
    ['read recovery codes', 'select user_id from recovery_code'],
    ['change people', 'update app_user set disabled_at = null'],
    ['make people', "insert into app_user (email, name, role) values ('a@b', 'A', 'admin')"],
    ['sign anybody in', `insert into web_session (user_id, expires_at) values (${somebodys}, now())`],
    ['prolong a sign-in', 'update web_session set expires_at = now()'],
    ['read sign-in attempts', 'select * from sign_in_attempt'],
    ['loosen a policy', 'update access_policy set max_extensions = 9'],
    ['say a policy', `insert into access_policy (server_id) values (${somebodys})`],
    ['say that a finding was dealt with', 'update bmc_user_snapshot set seen_at = now()'],
    ['move a review', 'update access_grant set review_at = now()'],
    ['promise a grace', 'update access_grant set grace_seconds = 60'],
    ['approve a request', 'update access_grant set decided_at = now()'],
    ['lift a block', 'delete from access_block'],
    ['give grants', `insert into access_grant (server_id) values (${somebodys})`],
    ['give a grant to another', 'update access_grant set holder_id = null'],
    ['make a grant permanent', 'update access_grant set permanent = true'],
    ['let a grant do more', "update access_grant set scopes = array['account']"],
    ['widen a grant', "update access_grant set privilege = 'administrator'"],
    ['ask for actions', `insert into action (server_id) values (${somebodys})`],
    ['rewrite what was asked', "update action set parameters = '{}'"],
    ['replace BMC secrets', 'update bmc_secret set sealed = sealed'],
    ['use the door of the portal', `select put_bmc_secret(${somebodys}, 'login', 'box1.a.a.a.a')`],
    ['move a BMC', "update bmc set host = 'x'"],
    ['adopt a BMC user', "update bmc_user set verdict = 'adopted'"],
    ['forget BMC users', 'delete from bmc_user'],
    ['ask for a hand-over', `insert into hand_over (server_id) values (${somebodys})`],
    ['go on without a hand-over', "update hand_over set override_reason = 'x'"],
    [
      'store a login',
      `insert into bmc_secret (bmc_id, kind, sealed) values (${somebodys}, 'login', 'box1.a.a.a.a')`,
    ],
    ['forget a login past the door', 'delete from bmc_secret'],
    ['set the rotation schedule', 'update site set rotate_after_days = 1'],
    ['give servers away', 'update server set organisation_id = null'],
    ['issue tickets', `insert into console_ticket (token_hash) values ('x')`],
    ['restart a fence', 'delete from bmc_lease'],
    ['change the audit log', "update audit_event set actor_name = 'x'"],
    ['delete from the audit log', 'delete from audit_event'],
    ['truncate the audit log', 'truncate audit_event'],
    ['move the head', 'update audit_head set seq = 0'],
    ['change the rules of grants', "delete from grant_transition where to_state = 'revoking'"],
    ['accept a certificate', `update bmc set certificate_pin = repeat('a', 64)`],
    ['choose a protocol', `update bmc set protocol = 'redfish'`],
  ])('cannot %s', async (_, sql) => {
    await expectRefusal(run(broker, sql), denied);
  });

  test('reads BMC secrets and people by name', async () => {
    await expect(broker.client.bmcSecret.findMany()).resolves.toBeDefined();
    const people = broker.client.user.findMany({ select: { id: true, name: true, role: true } });
    await expect(people).resolves.not.toHaveLength(0);
  });
});

test.each([
  ['portal', () => portal],
  ['broker', () => broker],
])('the %s adds to the audit log and can verify it', async (name, db) => {
  const actor = { kind: 'anonymous', name } as const;
  await appendAuditEvent(db().client, { type: 'user.sign-in-refused', actor, outcome: 'refused' });
  expect(await verifyAuditChain(db(), { chain: 'main' })).toMatchObject({ intact: true });
});

test('no table is open to everybody', async () => {
  const open = await owner.client.$queryRaw<unknown[]>`
    select table_name, privilege_type from information_schema.table_privileges
     where table_schema = 'public' and grantee = 'PUBLIC'`;
  expect(open).toEqual([]);
});

test('no function that runs as its owner is open to everybody', async () => {
  const open = await owner.client.$queryRaw<{ name: string }[]>`
    select p.proname as name from pg_proc p
     where p.pronamespace = 'public'::regnamespace and p.prosecdef
       and p.prorettype <> 'trigger'::regtype and has_function_privilege('public', p.oid, 'execute')`;
  expect(open).toEqual([]);
});

test('every function of ours names its search path', async () => {
  const loose = await owner.client.$queryRaw<{ name: string }[]>`
    select p.proname as name from pg_proc p join pg_language l on l.oid = p.prolang
     where p.pronamespace = 'public'::regnamespace and l.lanname in ('sql', 'plpgsql') and p.prosecdef
       and not coalesce(p.proconfig::text, '') like '%search_path%'`;
  expect(loose).toEqual([]);
});
