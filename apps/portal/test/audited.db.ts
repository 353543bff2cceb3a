/** Each change and its line in the audit log are one: without the line there is no change. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { call, openTestPortal, procedureType, type TestPortal } from './open-test-portal.ts';
import { inputOf, procedureTable } from './procedure-table.ts';
import { beatBrokers, holdSite, makeTarget, makeWorld, type World } from './world.ts';

let t: TestPortal;
let world: World;

beforeAll(async () => {
  t = await openTestPortal();
  world = await makeWorld(t);
});
afterAll(() => t.close());
beforeEach(async () => {
  await t.owner.client.$executeRaw`update app_user set disabled_at = null`;
  await t.owner.client.$executeRaw`update organisation set suspended_at = null`;
  await t.owner.client.$executeRaw`update site set observing_since = null, observing_cause = null`;
  await beatBrokers(t);
});

/** They undo what was done before; on something that nothing was done to they change nothing. */
const undoing: Readonly<Record<string, string>> = {
  'organisations.resume': 'update organisation set suspended_at = now()',
  'people.removeSecondFactor': `insert into second_factor (user_id, sealed, last_step)
    select id, 'box1.a.b.c.d', 0 from app_user where role = 'tenant'`,
  'blocks.clear': `insert into access_block (server_id, kind, reason, ends_live)
    select id, 'unpaid', 'invoice 77', false from server on conflict do nothing`,
  'findings.markSeen': `insert into bmc_user_snapshot (grant_id, users, compared_at, findings)
    select id, '[]', now(), '[]' from access_grant on conflict do nothing`,
  'people.enable': 'update app_user set disabled_at = now() where role = $$tenant$$',
};

/** They change nothing that belongs to anybody: a reading is made sooner. */
const withoutTrace = ['hardware.readNow'];

const mutations = Object.entries(procedureTable).filter(
  ([path]) => procedureType(path) === 'mutation' && !withoutTrace.includes(path),
);

describe.each(mutations)('%s', (path, row) => {
  test('writes a line into the audit log, and changes nothing when it cannot', async () => {
    const role = row.roles[0] ?? 'admin';
    const userId = { tenant: world.own.tenantId, support: world.supportId, admin: world.adminId }[role];
    const cookie = await t.signIn(userId);
    const target = await makeTarget(t, world.own, row.needsGrant ?? false);
    if (row.needsHold) await holdSite(t, target.siteId);
    const before = undoing[path];
    if (before !== undefined) await t.owner.client.$executeRawUnsafe(before);
    const input = await inputOf(row, target, t, userId);

    await t.owner.client.$executeRaw`revoke insert on audit_event from postern_portal`;
    const untouched = await contents();
    const failed = await call(t.portal, path, input, cookie);
    const after = await contents();
    await t.owner.client.$executeRaw`grant insert on audit_event to postern_portal`;
    expect(failed).toMatchObject({ status: 500, error: { data: { reason: 'internal' } } });
    expect(failed.text).not.toMatch(/permission|audit_event/);
    expect(after).toEqual(untouched);

    const events = await t.owner.client.auditEvent.count();
    expect(await call(t.portal, path, input, cookie)).toMatchObject({ status: 200 });
    expect(await t.owner.client.auditEvent.count()).toBeGreaterThan(events);
  });
});

/** A fingerprint of every table that people's work stands in. */
async function contents(): Promise<Record<string, string | null>> {
  const tables = ['organisation', 'app_user', 'web_session', 'site', 'server', 'bmc', 'bmc_secret'];
  const more = [
    'second_factor',
    'recovery_code',
    'bmc_user',
    'hand_over',
    'access_grant',
    'account',
    'action',
    'console_ticket',
    'audit_event',
    'audit_head',
  ];
  const found: Record<string, string | null> = {};
  for (const table of [...tables, ...more]) {
    const [row] = await t.owner.client.$queryRawUnsafe<{ sum: string | null }[]>(
      `select md5(string_agg(r::text, '|' order by r::text)) as sum from ${table} r`,
    );
    found[table] = row?.sum ?? null;
  }
  return found;
}
