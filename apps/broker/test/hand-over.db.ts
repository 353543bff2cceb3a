/** A server changes hands: what was there before is cleared, item by item, before anybody gets access again. */
import { Secret } from '@postern/bmc';
import { grantScopes, handOverItems } from '@postern/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createBmcDriver } from '../src/provisioning/drivers.ts';
import type { Broker } from '../src/start-broker.ts';
import {
  bmcLogin,
  canLogIn,
  createTestSite,
  impatient,
  namesOn,
  type TestServer,
  type TestSite,
  until,
  untilFinished,
  untilState,
} from './support/site.ts';

let site: TestSite;
let broker: Broker | undefined;
beforeAll(async () => {
  site = await createTestSite();
});
beforeEach(async () => {
  await broker?.stop();
  broker = undefined;
});
afterAll(() => site.close());

const admin = { slot: 2, ...bmcLogin, name: bmcLogin.username, privilege: 'administrator' } as const;
const stranger = {
  slot: 5,
  name: 'backdoor',
  password: 'Left-Behind-12',
  privilege: 'administrator',
} as const;

const handOverOf = (id: string) => site.owner.client.handOver.findUniqueOrThrow({ where: { id } });

async function certificateOf(handOverId: string): Promise<Record<string, string>> {
  const { items } = await handOverOf(handOverId);
  const lines = items as { item: string; outcome: string }[];
  return Object.fromEntries(lines.map(({ item, outcome }) => [item, outcome]));
}

const certificates = async (server: TestServer) =>
  (await site.auditOfServer(server.serverId)).filter(({ type }) => type === 'server.handed-over');

/** Asks for access as the new tenant would. */
async function requestAsOther(server: TestServer): Promise<string> {
  const { id } = await site.owner.client.grant.create({
    data: {
      serverId: server.serverId,
      bmcId: server.bmcId,
      organisationId: site.otherOrganisation.id,
      requestedById: site.staff.id,
      durationSeconds: 3_600,
      privilege: 'operator',
      scopes: [...grantScopes],
    },
  });
  return id;
}

/** Has the next attempt made now instead of in a while. */
async function attemptAgain(server: TestServer, handOverId: string) {
  await site.owner.client.handOver.update({
    where: { id: handOverId },
    data: { nextAttemptAt: new Date(0) },
  });
  return until(async () => {
    const [last, ...earlier] = await site.owner.client.action.findMany({
      where: { serverId: server.serverId, kind: 'hand-over' },
      orderBy: { requestedAt: 'desc' },
    });
    return earlier.length > 0 && last?.finishedAt != null && last;
  });
}

describe.each(['ipmi', 'redfish-slots', 'redfish-collection'] as const)('a server over %s', (shape) => {
  test('goes into other hands with its access ended, and the new tenant learns that it was cleared', async () => {
    const server = await site.addServer({ shape });
    broker = await site.start();
    const grantId = await site.requestGrant(server);
    await untilState(site, grantId, 'active');
    const login = await site.revealPassword(grantId);

    const { handOverId, actionId } = await site.handOver(server);
    expect(await untilFinished(site, actionId)).toMatchObject({ state: 'succeeded', errorCode: null });
    expect(await site.grant(grantId)).toMatchObject({ state: 'revoked', endCause: 'server-reassigned' });
    expect(await canLogIn(server.bmc, login)).toBe(false);
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
    expect(await handOverOf(handOverId)).toMatchObject({ state: 'done', attempts: 0 });
    expect(Object.keys(await certificateOf(handOverId))).toEqual([...handOverItems]);
    expect(await certificates(server)).toMatchObject([
      { outcome: 'ok', organisationId: site.otherOrganisation.id, details: { boot: expect.any(String) } },
    ]);
  });
});

test('an image that is inserted is ejected, and a boot override is cleared', async () => {
  const server = await site.addServer({ shape: 'redfish-collection' });
  const driver = createBmcDriver(impatient);
  const { redfish } = server.bmc;
  const bmc = await driver.open(
    {
      protocol: 'redfish',
      host: server.bmc.host,
      port: redfish?.port ?? 0,
      certificateSha256: redfish?.certificateSha256 ?? '',
      username: bmcLogin.username,
      password: new Secret(bmcLogin.password),
    },
    { beforeWrite: async () => undefined },
  );
  await bmc.media?.insert({ kind: 'cd', imageUrl: 'http://192.0.2.1/rescue.iso' });
  await bmc.boot.write({ device: 'pxe', persistent: true, firmware: 'uefi' });
  await bmc.close();
  await driver.close();
  broker = await site.start();
  const { handOverId, actionId } = await site.handOver(server);
  expect(await untilFinished(site, actionId)).toMatchObject({ state: 'succeeded' });
  expect(await certificateOf(handOverId)).toMatchObject({ media: 'done', boot: 'done' });
  expect([...(redfish?.media.values() ?? [])].filter((image) => image !== undefined)).toEqual([]);
  const reading = await site.owner.client.bootReading.findUniqueOrThrow({
    where: { serverId: server.serverId },
  });
  expect(reading.device).toBe('none');
});

test('IPMI has no virtual media, and the certificate says so instead of staying silent', async () => {
  const server = await site.addServer();
  broker = await site.start();
  const { handOverId, actionId } = await site.handOver(server);
  await untilFinished(site, actionId);
  expect(await certificateOf(handOverId)).toMatchObject({ media: 'not-possible', boot: 'checked' });
});

test('a stranger who can log in keeps the server, until somebody judges him; access waits as long', async () => {
  const server = await site.addServer({ users: [admin, stranger] });
  broker = await site.start();
  const { handOverId, actionId } = await site.handOver(server);
  const grantId = await requestAsOther(server);
  expect(await untilFinished(site, actionId)).toMatchObject({
    state: 'failed',
    errorCode: 'not-handed-over',
  });
  expect(await certificateOf(handOverId)).toMatchObject({
    users: 'failed',
    boot: 'checked',
    accounts: 'checked',
  });
  expect(await certificates(server)).toMatchObject([{ outcome: 'failed', organisationId: null }]);
  expect(await site.grant(grantId)).toMatchObject({ state: 'requested', accounts: [] });

  await site.owner.client.bmcUser.updateMany({
    where: { bmcId: server.bmcId, name: 'backdoor' },
    data: {
      verdict: 'adopted',
      verdictNote: 'the hoster’s own backup',
      verdictAt: new Date(),
      verdictById: site.staff.id,
    },
  });
  expect(await attemptAgain(server, handOverId)).toMatchObject({ state: 'succeeded', error: null });
  await untilState(site, grantId, 'active');
  expect((await certificates(server)).map(({ outcome }) => outcome)).toEqual(['failed', 'ok']);
});

test('a BMC that is away is tried again, and what is done once stays said', async () => {
  const server = await site.addServer();
  broker = await site.start();
  server.bmc.faults.hang = true;
  const { handOverId, actionId } = await site.handOver(server);
  expect(await untilFinished(site, actionId)).toMatchObject({ state: 'failed' });
  expect(await certificateOf(handOverId)).toMatchObject({
    access: 'checked',
    boot: 'failed',
    users: 'failed',
  });
  const { nextAttemptAt, attempts } = await handOverOf(handOverId);
  expect(attempts).toBe(1);
  expect(nextAttemptAt.getTime()).toBeGreaterThan(Date.now());

  server.bmc.faults.hang = false;
  expect(await attemptAgain(server, handOverId)).toMatchObject({ state: 'succeeded', error: null });
  expect(await handOverOf(handOverId)).toMatchObject({ state: 'done' });
});

test('staff who go on without it let access begin', async () => {
  const server = await site.addServer({ users: [admin, stranger] });
  broker = await site.start();
  const { handOverId, actionId } = await site.handOver(server);
  const grantId = await requestAsOther(server);
  await untilFinished(site, actionId);
  await site.owner.client.handOver.update({
    where: { id: handOverId },
    data: { state: 'overridden', closedAt: new Date(), closedById: site.staff.id, overrideReason: 'urgent' },
  });
  await untilState(site, grantId, 'active');
});

test('a broker that dies leaves the attempt to the next one', async () => {
  const server = await site.addServer();
  const { actionId } = await site.handOver(server);
  await site.owner.client.$executeRaw`
    update action set state = 'running', started_at = now(), claimed_until = now() where id = ${actionId}::uuid`;
  broker = await site.start();
  expect(await untilFinished(site, actionId)).toMatchObject({ state: 'succeeded' });
});
