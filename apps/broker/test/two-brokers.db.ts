import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestSite, namesOn, type TestSite, until, untilState } from './support/site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestSite();
  await Promise.all([site.start({ name: 'broker-1' }), site.start({ name: 'broker-2' })]);
});
afterAll(() => site.close());

test('two brokers share the work, and each grant gets one account', async () => {
  const servers = await Promise.all(Array.from({ length: 8 }, () => site.addServer()));
  const grants = await Promise.all(servers.map((server) => site.requestGrant(server)));
  await Promise.all(grants.map((grantId) => untilState(site, grantId, 'active')));
  for (const server of servers) expect(namesOn(server.bmc)).toHaveLength(2);

  await Promise.all(grants.map((grantId) => site.endGrant(grantId)));
  const revoked = await Promise.all(grants.map((grantId) => untilState(site, grantId, 'revoked')));
  for (const server of servers) expect(namesOn(server.bmc)).toEqual(['ADMIN']);
  for (const grant of revoked) expect(grant.accounts).toHaveLength(1);
  for (const grantId of grants) {
    expect((await site.auditOf(grantId)).filter((type) => type === 'grant.revoked')).toHaveLength(1);
  }
});

test('one reset is one reset, however many brokers hear of it', async () => {
  const server = await site.addServer();
  const actionId = await site.requestAction(server, { kind: 'power', operation: 'reset' });
  await until(async () => (await site.action(actionId)).finishedAt !== null);
  await until(async () => server.bmc.server.power.counts.resets > 0);
  expect(server.bmc.effects.received.get('chassis-control')).toBe(1);
});
