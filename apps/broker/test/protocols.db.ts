/** What Postern promises holds over each protocol and each way in which firmware keeps its users. */
import { type HabitName, newCertificate, type RedfishFault, redfishHabits } from '@postern/bmc/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type BmcShape,
  bmcLogin,
  bmcShapes,
  canLogIn,
  createTestSite,
  namesOn,
  type ServerOptions,
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

const redfishShapes = ['redfish-slots', 'redfish-collection'] as const satisfies readonly BmcShape[];
const makingAccounts = {
  'redfish-slots': { method: 'PATCH', path: '/Accounts/' },
  'redfish-collection': { method: 'POST', path: '/Accounts' },
} as const;

function redfishOf({ bmc }: TestServer) {
  if (bmc.redfish === undefined) throw new Error('this server does not speak Redfish');
  return bmc.redfish;
}

function breakNext(server: TestServer, fault: RedfishFault): void {
  redfishOf(server).faults.requests.push(fault);
}

/** Requests of the service that write, but for those of the login. */
function writesTo(server: TestServer): readonly string[] {
  return redfishOf(server).requests.filter(
    (request) => !request.startsWith('GET') && !request.includes('/SessionService/'),
  );
}

async function finished(actionId: string) {
  return until(async () => {
    const action = await site.action(actionId);
    return action.finishedAt !== null && action;
  });
}

async function untilOver(grantId: string) {
  return until(async () => {
    const grant = await site.grant(grantId);
    return (grant.state === 'denied' || grant.state === 'revoked' || grant.state === 'active') && grant;
  });
}

describe.each(bmcShapes)('over %s', (shape) => {
  const addServer = (options: ServerOptions = {}) => site.addServer({ shape, ...options });

  test('an account is made, proven by a login, revoked, and proven gone', async () => {
    const server = await addServer();
    const grantId = await site.requestGrant(server);
    const active = await untilState(site, grantId, 'active');
    const login = await site.revealPassword(grantId);
    expect(namesOn(server.bmc).toSorted()).toEqual(['ADMIN', login.username]);
    expect(await canLogIn(server.bmc, login)).toBe(true);
    expect(active.accounts).toEqual([
      expect.objectContaining(
        shape === 'redfish-collection' ? { keptBy: 'name', slot: null } : { keptBy: 'slot', slot: 16 },
      ),
    ]);

    await site.endGrant(grantId);
    const revoked = await untilState(site, grantId, 'revoked');
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
    expect(await canLogIn(server.bmc, login)).toBe(false);
    expect(revoked.proof).toMatchObject({ readBack: 'absent', login: 'refused', refusedSteps: [] });
    expect(revoked.accounts).toEqual([
      expect.objectContaining({ goneAt: expect.any(Date), passwordForBroker: null }),
    ]);
  });

  test('a BMC without room for one more user makes the grant denied, and nothing is left', async () => {
    const free = Array.from({ length: 14 }, (_, index) => index + 3);
    const server = await addServer({
      users: [
        { slot: 2, name: bmcLogin.username, password: bmcLogin.password, privilege: 'administrator' },
        ...free.map((slot) => ({
          slot,
          name: `user${slot}`,
          password: 'Us3r-Passw0rd',
          privilege: 'user' as const,
        })),
      ],
    });
    const grantId = await site.requestGrant(server);
    const over = await untilOver(grantId);
    expect(over).toMatchObject({
      state: shape === 'redfish-collection' ? 'revoked' : 'denied',
      lastErrorCode: 'no-free-slot',
    });
    expect(namesOn(server.bmc)).toHaveLength(15);
  });

  test('power goes off and on, and the boot device is held', async () => {
    const server = await addServer();
    const run = async (parameters: Parameters<TestSite['requestAction']>[1]) =>
      finished(await site.requestAction(server, parameters));
    expect(await run({ kind: 'power', operation: 'off' })).toMatchObject({
      state: 'succeeded',
      result: { power: 'off' },
    });
    expect(await run({ kind: 'power', operation: 'on' })).toMatchObject({ state: 'succeeded' });
    expect(server.bmc.server.power.counts).toMatchObject({ starts: 1, stops: 1 });
    const pxe = { kind: 'boot', device: 'pxe', persistent: false, firmware: 'uefi' } as const;
    expect(await run(pxe)).toMatchObject({ state: 'succeeded', result: { device: 'pxe' } });
  });

  test('a user with our prefix and no grant is removed, and a stranger is left alone', async () => {
    const server = await addServer({
      users: [
        { slot: 2, name: bmcLogin.username, password: bmcLogin.password, privilege: 'administrator' },
        { slot: 5, name: 'g_zzzzzzzzzzzz', password: 'Left-0ver_pw', privilege: 'operator' },
        { slot: 6, name: 'monitoring', password: 'M0nitor-pass', privilege: 'user' },
      ],
    });
    const grantId = await site.requestGrant(server);
    await untilState(site, grantId, 'active');
    const { username } = await site.revealPassword(grantId);
    expect(namesOn(server.bmc).toSorted()).toEqual(['ADMIN', username, 'monitoring'].toSorted());
    const found = await site.owner.client.auditEvent.findMany({ where: { serverId: server.serverId } });
    expect(found.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['account.orphan-removed', 'account.foreign-found']),
    );
    await site.endGrant(grantId);
    await untilState(site, grantId, 'revoked');
  });

  test('a probe keeps what the BMC really does, for the drivers, and leaves no user', async () => {
    const server = await addServer();
    const action = await finished(await site.requestAction(server, { kind: 'bmc-probe' }));
    expect(action).toMatchObject({ state: 'succeeded' });
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
    const protocol = shape === 'ipmi' ? 'ipmi' : 'redfish';
    const model = shape === 'redfish-collection' ? 'named' : 'slots';
    const bmc = await site.owner.client.bmc.findUniqueOrThrow({ where: { id: server.bmcId } });
    expect(bmc.profile).toMatchObject({ protocol, accounts: { model, disable: 'works' } });
    expect(bmc.profiledAt).toEqual(expect.any(Date));
    expect(bmc.endsForeignSessions).toBe(shape === 'ipmi' ? true : null);
    const grantId = await site.requestGrant(server);
    await untilState(site, grantId, 'active');
    await site.endGrant(grantId);
    await untilState(site, grantId, 'revoked');
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
  });

  test('a look at its safety is kept, worst and all', async () => {
    const server = await addServer();
    const action = await finished(await site.requestAction(server, { kind: 'bmc-posture' }));
    expect(action).toMatchObject({ state: 'succeeded' });
    const bmc = await site.owner.client.bmc.findUniqueOrThrow({ where: { id: server.bmcId } });
    const codes = JSON.stringify(bmc.posture);
    expect(codes).toContain(shape === 'ipmi' ? 'no-bmc-key' : 'certificate-self-signed');
    expect(bmc.postureAt).toEqual(expect.any(Date));
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
  });

  test('a test of the BMC says what was seen', async () => {
    const server = await addServer();
    const action = await finished(await site.requestAction(server, { kind: 'bmc-test' }));
    expect(action).toMatchObject({ state: 'succeeded' });
    expect(JSON.stringify(action.result)).toContain(shape === 'ipmi' ? 'cipher suite 17' : 'Redfish 1.');
  });
});

describe.each(redfishShapes)('a bad %s', (shape) => {
  test('that carries the write out and loses the answer still gets one good account', async () => {
    const server = await site.addServer({ shape });
    const grantId = await site.requestGrant(server);
    breakNext(server, { ...makingAccounts[shape], kind: 'lose-answer', times: 1 });
    await untilState(site, grantId, 'active');
    const login = await site.revealPassword(grantId);
    expect(namesOn(server.bmc).toSorted()).toEqual(['ADMIN', login.username]);
    expect(await canLogIn(server.bmc, login)).toBe(true);
    await site.endGrant(grantId);
    await untilState(site, grantId, 'revoked');
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
  });

  test('that says yes and makes nothing gives no access', async () => {
    const server = await site.addServer({ shape });
    breakNext(server, { ...makingAccounts[shape], kind: 'lie', times: 3 });
    const grantId = await site.requestGrant(server);
    expect(await untilOver(grantId)).toMatchObject({ state: 'revoked', lastErrorCode: 'not-kept' });
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
  });

  test('that says yes and removes nothing keeps the grant in revoking, with what stands in the way', async () => {
    const server = await site.addServer({ shape });
    const grantId = await site.requestGrant(server);
    await untilState(site, grantId, 'active');
    const login = await site.revealPassword(grantId);
    for (const method of ['PATCH', 'DELETE'] as const)
      breakNext(server, { method, path: '/Accounts/', kind: 'lie' });
    await site.endGrant(grantId);
    const stuck = await until(async () => {
      const grant = await site.grant(grantId);
      return grant.lastErrorCode !== null && grant;
    });
    expect(stuck).toMatchObject({ state: 'revoking', lastErrorCode: 'account-remains' });
    expect(await canLogIn(server.bmc, login)).toBe(true);

    redfishOf(server).faults.requests.splice(0);
    await site.owner.client.$executeRaw`
      update access_grant set next_attempt_at = now(), claimed_until = null where id = ${grantId}::uuid`;
    await untilState(site, grantId, 'revoked');
    expect(await canLogIn(server.bmc, login)).toBe(false);
  });

  test('whose reset is carried out and whose answer is lost is not reset again', async () => {
    const server = await site.addServer({ shape });
    breakNext(server, { method: 'POST', path: 'ComputerSystem.Reset', kind: 'lose-answer' });
    const action = await finished(await site.requestAction(server, { kind: 'power', operation: 'reset' }));
    expect(action).toMatchObject({ state: 'unknown', error: expect.stringContaining('not sent again') });
    expect(redfishOf(server).resets).toBe(1);
  });

  test('that shows another certificate than the pinned one hears nothing, until somebody accepts it', async () => {
    const server = await site.addServer({ shape });
    const pinned = redfishOf(server).certificateSha256;
    redfishOf(server).useCertificate(await newCertificate());
    const grantId = await site.requestGrant(server);
    expect(await untilOver(grantId)).toMatchObject({
      state: 'denied',
      lastErrorCode: 'certificate-changed',
      lastError: expect.stringContaining('An admin has to compare it and accept it'),
      accounts: [],
    });
    expect(redfishOf(server).requests).toEqual([]);
    const bmc = await site.owner.client.bmc.findUniqueOrThrow({ where: { id: server.bmcId } });
    expect(bmc.certificatePin).toBe(pinned);
    expect(bmc.certificateSeen).toMatchObject({ sha256: redfishOf(server).certificateSha256 });
    const changed = { serverId: server.serverId, type: 'bmc.certificate-changed' };
    expect(await site.owner.client.auditEvent.count({ where: changed })).toBe(1);

    const certificatePin = redfishOf(server).certificateSha256;
    await site.owner.client.bmc.update({ where: { id: server.bmcId }, data: { certificatePin } });
    const again = await site.requestGrant(server);
    await untilState(site, again, 'active');
    await site.endGrant(again);
    await untilState(site, again, 'revoked');
    expect(await site.owner.client.auditEvent.count({ where: changed })).toBe(1);
  });

  test('that refuses the stored login is asked three times in ten minutes, and then not at all', async () => {
    const server = await site.addServer({ shape, storedPassword: 'not-the-password' });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await finished(await site.requestAction(server, { kind: 'bmc-test' }));
    }
    const logins = redfishOf(server).requests.filter((request) => request.startsWith('POST'));
    expect(logins).toHaveLength(3);
    expect(writesTo(server)).toEqual([]);
  });
});

test.each(Object.keys(redfishHabits) as HabitName[])(
  'Redfish firmware of the kind %s gives access and takes it back',
  async (kind) => {
    const redfishHabit = redfishHabits[kind];
    const shape = redfishHabit.accountModel === 'slots' ? 'redfish-slots' : 'redfish-collection';
    const server = await site.addServer({ shape, redfishHabit });
    const grantId = await site.requestGrant(server);
    await untilState(site, grantId, 'active');
    const login = await site.revealPassword(grantId);
    expect(await canLogIn(server.bmc, login)).toBe(true);
    await site.endGrant(grantId);
    await untilState(site, grantId, 'revoked');
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
    expect(await canLogIn(server.bmc, login)).toBe(false);
  },
);

describe('finding out what an address speaks', () => {
  const silent = 9;

  async function detect(address: { readonly port: number; readonly redfishPort: number }) {
    const { id } = await site.owner.client.server.create({
      data: {
        siteId: site.siteId,
        organisationId: site.organisation.id,
        name: `bare-${address.port}-${address.redfishPort}`,
        rack: 'A1',
        ipAddresses: [],
      },
    });
    const bare = { serverId: id, bmcId: '' };
    return finished(await site.requestAction(bare, { kind: 'bmc-detect', host: '127.0.0.1', ...address }));
  }

  test('needs no stored BMC, logs in nowhere, and tells the certificate', async () => {
    const server = await site.addServer({ shape: 'redfish-slots' });
    const redfish = redfishOf(server);
    const asked = redfish.requests.length;
    expect(await detect({ port: server.bmc.port, redfishPort: redfish.port })).toMatchObject({
      state: 'succeeded',
      result: {
        ipmi: { port: server.bmc.port },
        redfish: { vendor: 'dell', certificate: { sha256: redfish.certificateSha256 } },
        suggested: 'redfish',
      },
    });
    expect(redfish.requests.slice(asked)).toEqual(['GET /redfish/v1/']);
  });

  test('finds IPMI alone where nothing else is, and nothing where nothing is', async () => {
    const server = await site.addServer();
    expect(await detect({ port: server.bmc.port, redfishPort: silent })).toMatchObject({
      state: 'succeeded',
      result: { redfish: null, suggested: 'ipmi' },
    });
    expect(await detect({ port: silent, redfishPort: silent })).toMatchObject({
      state: 'failed',
      errorCode: 'nothing-answers',
      error: expect.stringContaining('Neither IPMI (UDP 9) nor Redfish (TCP 9) answers'),
    });
  });
});

test('what the probe saw a BMC refuse is not sent to it again', async () => {
  // It has no serial access of single users.
  const server = await site.addServer({ habit: 'ipmi_sim' });
  async function timesAsked(): Promise<number> {
    const received = () => server.bmc.effects.received.get('set-user-payload-access') ?? 0;
    const before = received();
    const grantId = await site.requestGrant(server);
    await untilState(site, grantId, 'active');
    await site.endGrant(grantId);
    await untilState(site, grantId, 'revoked');
    return received() - before;
  }
  expect(await timesAsked()).toBeGreaterThan(0);
  await finished(await site.requestAction(server, { kind: 'bmc-probe' }));
  const bmc = await site.owner.client.bmc.findUniqueOrThrow({ where: { id: server.bmcId } });
  expect(bmc.profile).toMatchObject({ accounts: { serialAccess: 'refused' } });
  expect(await timesAsked()).toBe(0);
});

test('a BMC that ends sessions for nobody but whoever carried them is known for it', async () => {
  const server = await site.addServer({ habit: 'ipmi_sim' });
  await finished(await site.requestAction(server, { kind: 'bmc-probe' }));
  const bmc = await site.owner.client.bmc.findUniqueOrThrow({ where: { id: server.bmcId } });
  expect(bmc.profile).toMatchObject({ accounts: { endSession: 'by-id', sessionsSurvive: 'survive' } });
  expect(bmc.endsForeignSessions).toBe(false);
});

test('a serial console goes over IPMI where everything else goes over Redfish', async () => {
  const server = await site.addServer({ shape: 'redfish-collection' });
  const world = await site.brokerWorld({ name: 'serial' });
  const { createBmcLanes } = await import('../src/provisioning/bmc-lanes.ts');
  const { createMetrics } = await import('../src/metrics.ts');
  const broker = await site.owner.client.broker.findFirstOrThrow();
  const lanes = createBmcLanes({
    ...world,
    brokerId: broker.id,
    brokerName: 'serial',
    metrics: createMetrics(),
    gate: { pass: async () => undefined },
  });
  const asked = redfishOf(server).requests.length;
  const bmc = await lanes.openSerial(server.bmcId);
  const line = await bmc.serial?.open();
  expect(server.bmc.serialOwner()).toBeDefined();
  expect(redfishOf(server).requests.slice(asked)).toEqual([]);
  line?.destroy();
  await bmc.close();
  await lanes.close();
  await world.driver.close();
  await world.db.close();
  await world.journal.close();
});
