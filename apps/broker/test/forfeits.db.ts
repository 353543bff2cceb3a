/** What ends or comes to nothing by itself: blocks that end live access, requests that nobody approved. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createTestSite,
  namesOn,
  type TestServer,
  type TestSite,
  until,
  untilState,
} from './support/site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestSite();
  await site.start();
});
afterAll(() => site.close());

async function awaitApproval(server: TestServer, seconds: number): Promise<string> {
  const [row] = await site.owner.client.$queryRaw<{ id: string }[]>`
    insert into access_grant (server_id, bmc_id, organisation_id, holder_id, requested_by_id, duration_seconds, privilege,
      scopes, state, approval_until)
    values (${server.serverId}::uuid, ${server.bmcId}::uuid, ${site.organisation.id}::uuid, ${site.tenant.id}::uuid,
      ${site.tenant.id}::uuid, 3600, 'operator', array['power', 'account'], 'awaiting-approval',
      now() + make_interval(secs => ${seconds}))
    returning id`;
  return row?.id ?? '';
}

test('no broker makes anything for a request that waits, and its time starts when access is ready', async () => {
  const server = await site.addServer();
  const grantId = await awaitApproval(server, 600);
  const bystander = await site.addServer();
  await untilState(site, await site.requestGrant(bystander), 'active');
  expect(await site.grant(grantId)).toMatchObject({ state: 'awaiting-approval', accounts: [] });
  expect(namesOn(server.bmc)).toEqual(['ADMIN']);
  await site.owner.client.$executeRaw`
    update access_grant set state = 'requested', decided_at = now(), decided_by_id = ${site.staff.id}::uuid
     where id = ${grantId}::uuid`;
  const active = await untilState(site, grantId, 'active');
  expect(active.endsAt?.getTime()).toBe((active.startsAt?.getTime() ?? 0) + 3_600_000);
});

test('a request that nobody approved in time is denied with a reason, and the server is free', async () => {
  const server = await site.addServer();
  const grantId = await awaitApproval(server, 1);
  const denied = await untilState(site, grantId, 'denied');
  expect(denied).toMatchObject({ endCause: 'approval-timed-out', lastErrorCode: 'approval-timed-out' });
  expect(await site.auditOf(grantId)).toEqual(['grant.denied']);
  await untilState(site, await site.requestGrant(server), 'active');
});

test.each(['server', 'organisation'] as const)(
  'a block of the %s that was set past the portal ends live access where it says so, and only there',
  async (of) => {
    const server = await site.addServer();
    const grantId = await site.requestGrant(server);
    await untilState(site, grantId, 'active');
    const [serverId, organisationId] =
      of === 'server' ? [server.serverId, null] : [null, site.organisation.id];
    await site.owner.client.$executeRaw`
      insert into access_block (server_id, organisation_id, kind, reason, ends_live)
      values (${serverId}::uuid, ${organisationId}::uuid, 'unpaid', 'invoice 77', false)`;
    const bystander = await site.addServer();
    await untilState(site, await site.requestGrant(bystander), 'active');
    expect(await site.grant(grantId)).toMatchObject({ state: 'active' });
    await site.owner.client.$executeRaw`update access_block set ends_live = true`;
    const revoked = await untilState(site, grantId, 'revoked');
    expect(revoked).toMatchObject({ endCause: 'server-blocked', proof: { login: 'refused' } });
    await until(async () => namesOn(server.bmc).length === 1);
    await site.owner.client.$executeRaw`delete from access_block`;
  },
);
