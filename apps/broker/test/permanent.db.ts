/** Permanent access outlives brokers, is reminded of, and goes like any other. */
import { reportDueReviews } from '@postern/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Broker } from '../src/start-broker.ts';
import {
  canLogIn,
  createTestSite,
  type TestServer,
  type TestSite,
  until,
  untilState,
} from './support/site.ts';

let site: TestSite;
let broker: Broker;
beforeAll(async () => {
  site = await createTestSite();
  broker = await site.start();
});
afterAll(() => site.close());

async function permanentGrant(server: TestServer, reviewInDays: number): Promise<string> {
  const [row] = await site.owner.client.$queryRaw<{ id: string }[]>`
    insert into access_grant (server_id, bmc_id, organisation_id, requested_by_id, owner_id, privilege, scopes, permanent,
      reason, ticket_number, review_at)
    values (${server.serverId}::uuid, ${server.bmcId}::uuid, ${site.organisation.id}::uuid, ${site.staff.id}::uuid,
      ${site.staff.id}::uuid, 'operator', array['power', 'account'], true, 'colocation', 'T-1',
      now() + make_interval(days => ${reviewInDays}::int))
    returning id`;
  const grantId = row?.id ?? '';
  await untilState(site, grantId, 'active');
  return grantId;
}

const reminders = async (grantId: string) =>
  (
    await site.owner.client.auditEvent.findMany({
      where: { grantId, type: 'grant.review-due' },
      orderBy: { seq: 'asc' },
    })
  ).map(({ details }) => (details as { stage: string }).stage);
const look = () =>
  reportDueReviews(site.owner, {
    siteId: site.siteId,
    actor: { kind: 'broker', id: broker.brokerId, name: 'broker-1' },
  });
const reviewIn = (grantId: string, days: number) =>
  site.owner.client.$executeRaw`
    update access_grant set review_at = now() + make_interval(days => ${days}::int) where id = ${grantId}::uuid`;

test('permanent access stands through a restart with its account, and is revoked with a proof', async () => {
  const server = await site.addServer();
  const grantId = await permanentGrant(server, 365);
  const { username, password } = await site.revealPassword(grantId);
  await broker.stop();
  broker = await site.start();
  // The new broker has looked at everything once when it has made another access.
  await untilState(site, await site.requestGrant(await site.addServer()), 'active');
  expect(await site.grant(grantId)).toMatchObject({ state: 'active', endsAt: null });
  expect(await canLogIn(server.bmc, { username, password })).toBe(true);
  expect(await reminders(grantId)).toEqual([]);

  await site.endGrant(grantId);
  expect(await untilState(site, grantId, 'revoked')).toMatchObject({ proof: { login: 'refused' } });
  expect(await canLogIn(server.bmc, { username, password })).toBe(false);
});

test('a review is told of once before its date and once after it, and anew for a new date', async () => {
  const grantId = await permanentGrant(await site.addServer(), 13);
  await until(async () => (await reminders(grantId)).length === 1);
  await Promise.all([look(), look(), look()]);
  expect(await reminders(grantId)).toEqual(['soon']);
  await site.owner.client.$executeRaw`alter table access_grant disable trigger a_new_review_is_told_anew`;
  await reviewIn(grantId, -1);
  await site.owner.client.$executeRaw`alter table access_grant enable trigger a_new_review_is_told_anew`;
  await until(async () => (await reminders(grantId)).length === 2);
  await look();
  expect(await reminders(grantId)).toEqual(['soon', 'passed']);
  await reviewIn(grantId, 10);
  await until(async () => (await reminders(grantId)).length === 3);
  expect(await reminders(grantId)).toEqual(['soon', 'passed', 'soon']);
  await reviewIn(grantId, 100);
  await look();
  expect(await reminders(grantId)).toHaveLength(3);
});
