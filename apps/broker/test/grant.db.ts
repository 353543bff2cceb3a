import { afterAll, beforeAll, expect, test } from 'vitest';
import { canLogIn, createTestSite, namesOn, type TestSite, untilState } from './support/site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestSite();
  await site.start();
});
afterAll(() => site.close());

test('a grant gets an account that works, and leaves nothing when it is ended', async () => {
  const server = await site.addServer();
  const grantId = await site.requestGrant(server);

  const active = await untilState(site, grantId, 'active');
  expect(active.endsAt?.getTime()).toBe((active.startsAt?.getTime() ?? 0) + 3_600_000);
  const { username, password, slot } = await site.revealPassword(grantId);
  expect(slot).toBe(16);
  expect(namesOn(server.bmc)).toEqual(['ADMIN', username]);
  expect(await canLogIn(server.bmc, { username, password })).toBe(true);

  await site.endGrant(grantId);
  const revoked = await untilState(site, grantId, 'revoked');
  expect(namesOn(server.bmc)).toEqual(['ADMIN']);
  expect(await canLogIn(server.bmc, { username, password })).toBe(false);
  expect(revoked.proof).toMatchObject({ readBack: 'absent', login: 'refused', refusedSteps: [] });
  expect(revoked.accounts).toEqual([
    expect.objectContaining({
      goneAt: expect.any(Date),
      passwordForTenant: null,
      passwordForBroker: null,
      tainted: false,
    }),
  ]);
  expect(await site.auditOf(grantId)).toEqual([
    'grant.provisioning-started',
    'account.reserved',
    'relay.opened',
    'grant.activated',
    'relay.closed',
    'grant.revoked',
  ]);
});

test('a grant whose time is over ends by itself', async () => {
  const server = await site.addServer();
  const grantId = await site.requestGrant(server, 1);
  const revoked = await untilState(site, grantId, 'revoked');
  expect(revoked.endCause).toBe('expired');
  expect(namesOn(server.bmc)).toEqual(['ADMIN']);
  expect(await site.auditOf(grantId)).toContain('grant.expired');
});
