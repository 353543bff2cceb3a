/** Relays as the rows want them: opened with the account, moved with its tenant and its broker, cut with the grant. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canLogIn, createTestSite, type TestSite, until, untilState } from './support/site.ts';
import { firstQuestion, openSender } from './support/udp.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestSite();
});
afterAll(() => site.close());

async function activeGrant() {
  const server = await site.addServer();
  const grantId = await site.requestGrant(server);
  await untilState(site, grantId, 'active');
  return { server, grantId, login: await site.revealPassword(grantId) };
}

const relayOf = (grantId: string) => site.owner.client.relay.findUniqueOrThrow({ where: { grantId } });
const relaysOf = (grantId: string) => site.owner.client.relay.count({ where: { grantId } });

/** As the portal does it. */
const lockTo = (grantId: string, sourceIpv4: string | null) =>
  site.owner.client.grant.update({ where: { id: grantId }, data: { sourceIpv4 } });

/** Whether the relay carries what comes from here. */
async function carries(grantId: string): Promise<boolean> {
  const { port } = await relayOf(grantId);
  const sender = await openSender('127.0.0.1');
  await sender.send(firstQuestion, port);
  const answered = await until(async () => sender.received.length > 0, 300).catch(() => false);
  await sender.close();
  return answered !== false;
}

test('access that is locked to no address is open to nobody, and follows its tenant at once', async () => {
  const broker = await site.start();
  const { grantId, login } = await activeGrant();
  const { host, port } = await relayOf(grantId);
  expect(await carries(grantId)).toBe(false);
  await lockTo(grantId, '127.0.0.1');
  await until(() => carries(grantId));
  expect(await canLogIn({ host, port }, login)).toBe(true);
  expect((await relayOf(grantId)).sessionIds.length).toBeGreaterThan(0);
  await lockTo(grantId, '203.0.113.9');
  await until(async () => !(await carries(grantId)));

  await lockTo(grantId, '127.0.0.1');
  await until(() => carries(grantId));
  await site.owner.client.organisation.update({
    where: { id: site.organisation.id },
    data: { suspendedAt: new Date() },
  });
  await untilState(site, grantId, 'revoked');
  await until(async () => (await relayOf(grantId)).closeReason === 'grant-revoked');
  await site.owner.client.organisation.update({
    where: { id: site.organisation.id },
    data: { suspendedAt: null },
  });
  await broker.stop();
});

test('what was carried is counted in the row, over both lives of the broker', async () => {
  const broker = await site.start();
  const { grantId } = await activeGrant();
  await lockTo(grantId, '127.0.0.1');
  await until(() => carries(grantId));
  await broker.stop();
  const before = await relayOf(grantId);
  expect(before).toMatchObject({ closeReason: 'broker-stopping' });
  expect(before.datagramsToBmc).toBeGreaterThan(0n);
  expect(before.bytesToClient).toBeGreaterThan(0n);
  const next = await site.start();
  await until(async () => (await relayOf(grantId)).closedAt === null);
  expect((await relayOf(grantId)).port).toBe(before.port);
  await until(() => carries(grantId));
  await next.stop();
  expect((await relayOf(grantId)).datagramsToBmc).toBeGreaterThan(before.datagramsToBmc);
  await site.endGrant(grantId);
});

test('the relay of a broker that stops goes on at another broker, and only there', async () => {
  const first = await site.start({ name: 'broker-1' });
  const { grantId } = await activeGrant();
  const second = await site.start({ name: 'broker-2' });
  expect(await relayOf(grantId)).toMatchObject({ brokerId: first.brokerId, closedAt: null });
  await lockTo(grantId, '127.0.0.1');
  await until(() => carries(grantId));
  await first.stop();
  await until(async () => {
    const row = await relayOf(grantId);
    return row.brokerId === second.brokerId && row.closedAt === null;
  });
  await until(() => carries(grantId));
  await site.endGrant(grantId);
  await untilState(site, grantId, 'revoked');
  expect(await carries(grantId)).toBe(false);
  expect((await site.auditOf(grantId)).filter((type) => type.startsWith('relay.'))).toEqual([
    'relay.opened',
    'relay.closed',
    'relay.opened',
    'relay.closed',
  ]);
  await second.stop();
});

test('where the site gives access directly no relay is opened', async () => {
  const broker = await site.start();
  const wish = (accessPath: string) =>
    site.owner.client.site.update({ where: { id: site.siteId }, data: { accessPath } });
  await wish('direct');
  const direct = await activeGrant();
  expect(await site.grant(direct.grantId)).toMatchObject({ accessPath: 'direct' });
  expect(await relaysOf(direct.grantId)).toBe(0);

  // Its probe saw that a session which somebody opened there is ended by nobody.
  const server = await site.addServer();
  const accounts = { ...habits, sessionsSurvive: 'survive', endSession: 'refused' };
  await site.owner.client.bmc.update({
    where: { id: server.bmcId },
    data: { profile: { ...profile, accounts }, profiledAt: new Date() },
  });
  const grantId = await site.requestGrant(server);
  expect(await untilState(site, grantId, 'active')).toMatchObject({ accessPath: 'carried' });
  expect(await relaysOf(grantId)).toBe(1);
  await wish('carried');
  await broker.stop();
});

const habits = {
  model: 'slots',
  maxSlots: 16,
  disable: 'works',
  noAccess: 'works',
  blankName: 'empties',
  passwordBytes: 16,
  serialAccess: 'works',
};
const profile = {
  protocol: 'ipmi',
  identity: { firmware: '1.0', protocolVersion: '2.0' },
  cipherSuites: [3],
  outstandingRequests: 1,
};
