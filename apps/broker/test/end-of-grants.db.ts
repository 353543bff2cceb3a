/** What ends a grant before its time, and what is said of one whose end takes too long. */
import { databaseNow } from '@postern/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Broker } from '../src/start-broker.ts';
import { createTestSite, namesOn, type TestSite, until, untilState } from './support/site.ts';

let site: TestSite;
let broker: Broker;
beforeAll(async () => {
  site = await createTestSite();
  broker = await site.start();
});
afterAll(() => site.close());

async function activeGrant() {
  const server = await site.addServer();
  const grantId = await site.requestGrant(server);
  await untilState(site, grantId, 'active');
  return { server, grantId };
}

test('an extension that is committed before the end holds', async () => {
  const server = await site.addServer();
  const grantId = await site.requestGrant(server, 2);
  const active = await untilState(site, grantId, 'active');
  const endsAt = new Date((active.endsAt?.getTime() ?? 0) + 3_000);
  await site.owner.client.grant.update({ where: { id: grantId }, data: { endsAt, extensions: 1 } });
  await until(async () => (await databaseNow(site.owner.client)) > (active.endsAt ?? endsAt));
  expect((await site.grant(grantId)).state).toBe('active');
  const revoked = await untilState(site, grantId, 'revoked');
  expect(revoked.revokedAt?.getTime()).toBeGreaterThanOrEqual(endsAt.getTime());
});

test('a server that is given to somebody else takes its grant along', async () => {
  const { server, grantId } = await activeGrant();
  await site.owner.client.server.update({
    where: { id: server.serverId },
    data: { organisationId: site.otherOrganisation.id },
  });
  expect(await untilState(site, grantId, 'revoked')).toMatchObject({ endCause: 'server-reassigned' });
  expect(namesOn(server.bmc)).toEqual(['ADMIN']);
});

test('a suspended organisation and a disabled holder lose their accounts', async () => {
  const [first, second] = [await activeGrant(), await activeGrant()];
  const { client } = site.owner;
  await client.user.update({ where: { id: site.tenant.id }, data: { disabledAt: new Date() } });
  expect(await untilState(site, first.grantId, 'revoked')).toMatchObject({ endCause: 'user-disabled' });
  await untilState(site, second.grantId, 'revoked');
  await client.user.update({ where: { id: site.tenant.id }, data: { disabledAt: null } });

  const third = await activeGrant();
  await client.organisation.update({
    where: { id: site.organisation.id },
    data: { suspendedAt: new Date() },
  });
  expect(await untilState(site, third.grantId, 'revoked')).toMatchObject({
    endCause: 'organisation-suspended',
  });
  await client.organisation.update({ where: { id: site.organisation.id }, data: { suspendedAt: null } });
});

test('a revocation is told once after two minutes and calls somebody after ten, and is counted until it is proven', async () => {
  const { server, grantId } = await activeGrant();
  server.bmc.faults.hang = true;
  await site.endGrant(grantId);
  // As if it had ended three minutes ago.
  await site.owner.client.$executeRaw`
    update access_grant set starts_at = now() - interval '1 hour', ends_at = now() - interval '3 minutes'
     where id = ${grantId}::uuid`;
  const overdueEvents = async () =>
    (await site.auditOf(grantId)).filter((type) => type === 'grant.revocation-overdue');
  await until(async () => (await overdueEvents()).length > 0);
  const gauge = async () => (await broker.metrics.overdueRevocations.get()).values[0]?.value;
  await until(async () => (await gauge()) === 1);

  const pages = async () =>
    (await site.auditOf(grantId)).filter((type) => type === 'grant.revocation-page').length;
  const paging = async () => (await broker.metrics.pagingRevocations.get()).values[0]?.value;
  expect([await pages(), await paging()]).toEqual([0, 0]);
  await site.owner.client.$executeRaw`
    update access_grant set ends_at = now() - interval '11 minutes' where id = ${grantId}::uuid`;
  await until(async () => (await pages()) === 1 && (await paging()) === 1);

  server.bmc.faults.hang = false;
  await site.owner.client.grant.update({ where: { id: grantId }, data: { nextAttemptAt: new Date() } });
  await untilState(site, grantId, 'revoked');
  await until(async () => (await gauge()) === 0 && (await paging()) === 0);
  expect([(await overdueEvents()).length, await pages()]).toEqual([1, 1]);
});

test('a grant outlives the loss of every database connection, and so does its end', async () => {
  const server = await site.addServer();
  /** Ends every connection to this database but the one that asks. */
  async function cut(): Promise<number> {
    const ended = await site.owner.client.$queryRaw<unknown[]>`
      select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`;
    return ended.length;
  }
  const grantId = await site.requestGrant(server);
  expect(await cut()).toBeGreaterThan(1);
  // A claim whose answer was lost with its connection has to lapse first: 30 s.
  await untilState(site, grantId, 'active', 50_000);
  expect(await cut()).toBeGreaterThan(1);
  await site.endGrant(grantId);
  await cut();
  await untilState(site, grantId, 'revoked', 50_000);
  expect(namesOn(server.bmc)).toEqual(['ADMIN']);
}, 120_000);
