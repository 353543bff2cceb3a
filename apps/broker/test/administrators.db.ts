/** Who appears on a BMC while a tenant is its administrator is found once his access is gone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Broker } from '../src/start-broker.ts';
import {
  bmcLogin,
  createTestSite,
  namesOn,
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

const admin = {
  slot: 2,
  name: bmcLogin.username,
  password: bmcLogin.password,
  privilege: 'administrator',
} as const;
const guest = { slot: 4, name: 'guest', password: 'Guest-Passw0rd', privilege: 'user' } as const;

async function activeGrant(server: TestServer, privilege: 'operator' | 'administrator'): Promise<string> {
  const grant = await site.owner.client.grant.create({
    data: {
      serverId: server.serverId,
      bmcId: server.bmcId,
      organisationId: site.organisation.id,
      holderId: site.tenant.id,
      requestedById: site.tenant.id,
      durationSeconds: 3_600,
      privilege,
      scopes: ['power', 'account'],
    },
  });
  await untilState(site, grant.id, 'active');
  return grant.id;
}

/** IPMI's codes (table 6-2). */
const privilegeCodes = { operator: 3, administrator: 4 } as const;

/** What somebody with administrator rights writes into a slot, past Postern. */
function standAt(server: TestServer, slot: number, user: object): void {
  Object.assign(server.bmc.server.users.slot(slot) ?? {}, { messaging: true, ...user });
}

const snapshotOf = (grantId: string) => site.owner.client.bmcUserSnapshot.findUnique({ where: { grantId } });
const compared = (grantId: string) =>
  until(async () => {
    const snapshot = await snapshotOf(grantId);
    return snapshot?.comparedAt != null && snapshot;
  });
const findingsOf = async (grantId: string) =>
  (
    await site.owner.client.auditEvent.findMany({
      where: { grantId, type: 'account.appeared-during-grant' },
      orderBy: { seq: 'asc' },
    })
  ).map(({ details }) => details);

test('a user that the tenant made and one that he raised are found, and neither is touched', async () => {
  const server = await site.addServer({ users: [admin, guest] });
  const grantId = await activeGrant(server, 'administrator');
  standAt(server, 7, { name: 'backdoor', enabled: true, privilege: privilegeCodes.administrator });
  standAt(server, 4, { privilege: privilegeCodes.administrator });
  await site.endGrant(grantId);
  await untilState(site, grantId, 'revoked');
  expect(await compared(grantId)).toMatchObject({ seenAt: null });
  expect(await findingsOf(grantId)).toEqual([
    expect.objectContaining({
      what: 'gained-rights',
      username: 'guest',
      slot: 4,
      privilege: 'administrator',
    }),
    expect.objectContaining({ what: 'appeared', username: 'backdoor', slot: 7, privilege: 'administrator' }),
  ]);
  expect(namesOn(server.bmc)).toEqual(expect.arrayContaining(['ADMIN', 'guest', 'backdoor']));
});

test('an administrator who left the users alone leaves no finding, and his own account is none', async () => {
  const server = await site.addServer({ users: [admin, guest] });
  const grantId = await activeGrant(server, 'administrator');
  await site.endGrant(grantId);
  expect(await compared(grantId)).toMatchObject({ findings: [] });
  expect(await findingsOf(grantId)).toEqual([]);
});

test('of an operator no snapshot is kept: he can make no users', async () => {
  const server = await site.addServer({ users: [admin] });
  const grantId = await activeGrant(server, 'operator');
  expect(await snapshotOf(grantId)).toBeNull();
  await site.endGrant(grantId);
  await untilState(site, grantId, 'revoked');
});

test('a comparison that a dead broker left undone is made up for at the next look', async () => {
  const server = await site.addServer({ users: [admin] });
  const grantId = await activeGrant(server, 'administrator');
  await site.endGrant(grantId);
  await compared(grantId);
  // As if the broker had died between the proof and the comparison.
  await site.owner.client.$executeRaw`
    update bmc_user_snapshot set compared_at = null, findings = null where grant_id = ${grantId}::uuid`;
  standAt(server, 9, { name: 'late', enabled: true, privilege: privilegeCodes.operator });
  await broker.stop();
  broker = await site.start();
  await compared(grantId);
  expect(await findingsOf(grantId)).toEqual([
    expect.objectContaining({ what: 'appeared', username: 'late' }),
  ]);
});
