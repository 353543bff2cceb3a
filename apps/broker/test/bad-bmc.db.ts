/** "Bad input, and what it gets", as far as BMCs go: a message for people, and no account left behind. */
import type { VirtualBmc } from '@postern/bmc/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  bmcLogin,
  canLogIn,
  createTestSite,
  namesOn,
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

const accountWrites = ['set-user-name', 'set-user-password', 'set-user-access'] as const;

function writesTo(bmc: VirtualBmc): number {
  return accountWrites.reduce((sum, name) => sum + (bmc.effects.received.get(name) ?? 0), 0);
}

/** Ends when the grant does, whichever way. */
async function outcomeOf(grantId: string) {
  return until(async () => {
    const grant = await site.grant(grantId);
    return (grant.state === 'denied' || grant.state === 'revoked' || grant.state === 'active') && grant;
  });
}

describe('before anything is written, a grant is denied and says why', () => {
  test('wrong BMC address or closed port', async () => {
    const server = await site.addServer({ address: { host: '127.0.0.1', port: 9 } });
    const grantId = await site.requestGrant(server);
    expect(await untilState(site, grantId, 'denied')).toMatchObject({
      lastErrorCode: 'unreachable',
      lastError: expect.stringContaining('Check its address'),
      accounts: [],
    });
  });

  test('a BMC that answers nothing', async () => {
    const server = await site.addServer();
    server.bmc.faults.hang = true;
    const grantId = await site.requestGrant(server);
    expect(await untilState(site, grantId, 'denied')).toMatchObject({
      lastErrorCode: 'unreachable',
      accounts: [],
    });
  });

  test('no login stored', async () => {
    const server = await site.addServer();
    await site.owner.client.bmcSecret.deleteMany({ where: { bmcId: server.bmcId } });
    const grantId = await site.requestGrant(server);
    expect(await untilState(site, grantId, 'denied')).toMatchObject({ lastErrorCode: 'credential-missing' });
  });

  test('no free slot: nothing is written, and the message counts what stands in the way', async () => {
    const server = await site.addServer();
    server.bmc.faults.slotTableFull = true;
    const grantId = await site.requestGrant(server);
    expect(await untilState(site, grantId, 'denied')).toMatchObject({
      lastErrorCode: 'no-free-slot',
      lastError: expect.stringMatching(/No free slot on this BMC \(16 in all; \d+ named\)/),
      accounts: [],
    });
    expect(writesTo(server.bmc)).toBe(0);
  });

  test('a server that changed hands', async () => {
    const server = await site.addServer();
    await site.owner.client.server.update({
      where: { id: server.serverId },
      data: { organisationId: site.otherOrganisation.id },
    });
    const grantId = await site.requestGrant(server);
    const grant = await outcomeOf(grantId);
    expect(grant.state === 'denied' ? grant.lastErrorCode : grant.endCause).toBe('server-reassigned');
    expect(grant.accounts).toEqual([]);
    expect(writesTo(server.bmc)).toBe(0);
  });
});

test('a wrong stored password is tried three times in ten minutes, whatever asks, and then not at all', async () => {
  const server = await site.addServer({ storedPassword: 'not-the-password' });
  const codes: (string | null)[] = [];
  for (let request = 0; request < 4; request += 1) {
    const denied = await untilState(site, await site.requestGrant(server), 'denied');
    codes.push(denied.lastErrorCode);
  }
  const actionId = await site.requestAction(server, { kind: 'power', operation: 'off' });
  const action = await until(async () => {
    const seen = await site.action(actionId);
    return seen.state === 'failed' && seen;
  });
  // A chore of the broker may have used up one of the three.
  expect(codes.slice(0, 2)).toEqual(['auth-failed', 'auth-failed']);
  expect(codes[3]).toBe('login-frozen');
  expect(action.errorCode).toBe('login-frozen');
  expect(server.bmc.effects.logins.attempts).toBe(3);
  const frozen = await site.owner.client.auditEvent.findMany({
    where: { serverId: server.serverId, type: 'bmc.login-frozen' },
  });
  expect(frozen).toHaveLength(1);

  await site.storeLogin(server.bmcId, bmcLogin.password);
  await untilState(site, await site.requestGrant(server), 'active');
});

describe('a BMC with bad habits on the wire still gets a good account, and gives it back', () => {
  test.each([
    ['late', (bmc: VirtualBmc) => Object.assign(bmc.faults.wire, { delayMs: 10 })],
    ['twice', (bmc: VirtualBmc) => Object.assign(bmc.faults.wire, { duplication: 1 })],
    ['out of order', (bmc: VirtualBmc) => Object.assign(bmc.faults.wire, { reordering: 0.2 })],
    ['now and then not at all', (bmc: VirtualBmc) => Object.assign(bmc.faults.wire, { loss: 0.03 })],
  ])('answers %s', async (_, breakIt) => {
    const server = await site.addServer();
    breakIt(server.bmc);
    const grantId = await site.requestGrant(server);
    const grant = await outcomeOf(grantId);
    if (grant.state === 'active') await site.endGrant(grantId);
    // Loss may make it give up half-way, and then the way back is as lossy; the account goes all the same.
    await until(async () => (await site.grant(grantId)).state !== 'revoking', 30_000);
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
  });

  test('answers that are garbled one time in ten leave no account', async () => {
    const server = await site.addServer();
    server.bmc.faults.wire.garbling = 0.1;
    const grantId = await site.requestGrant(server);
    const grant = await outcomeOf(grantId);
    if (grant.state === 'active') await site.endGrant(grantId);
    server.bmc.faults.wire.garbling = 0;
    await site.storeLogin(server.bmcId, bmcLogin.password); // ends a freeze that garbled logins may have caused
    await until(async () => {
      const { state } = await site.grant(grantId);
      return state === 'revoked' || state === 'denied';
    }, 30_000);
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
  });
});

describe('a failure half-way is undone', () => {
  test.each(accountWrites)('%s is carried out, and its answer is lost', async (command) => {
    const server = await site.addServer();
    server.bmc.faults.commands.set(command, { kind: 'lose-answer', times: 4 });
    const grantId = await site.requestGrant(server);
    const grant = await outcomeOf(grantId);
    expect(['active', 'revoked']).toContain(grant.state);
    if (grant.state === 'active') await site.endGrant(grantId);
    await untilState(site, grantId, 'revoked');
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
  });

  test.each(accountWrites)('the BMC refuses %s', async (command) => {
    const server = await site.addServer();
    server.bmc.faults.commands.set(command, { kind: 'refuse', completionCode: 0xd5, times: 2 });
    const grantId = await site.requestGrant(server);
    const revoked = await untilState(site, grantId, 'revoked');
    expect(revoked).toMatchObject({ endCause: 'provisioning-failed', lastErrorCode: 'rejected' });
    expect(revoked.lastError).toContain('refused');
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
  });

  test.each(accountWrites)('the BMC lies about %s', async (command) => {
    const server = await site.addServer();
    server.bmc.faults.commands.set(command, { kind: 'lie', times: 1 });
    const grantId = await site.requestGrant(server);
    const revoked = await untilState(site, grantId, 'revoked');
    expect(['not-kept', 'login-not-working']).toContain(revoked.lastErrorCode);
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
  });

  test('the BMC goes away in the middle and comes back later', async () => {
    const server = await site.addServer();
    server.bmc.faults.commands.set('set-user-password', {
      kind: 'reboot',
      done: true,
      downMs: 3_000,
      times: 1,
    });
    const grantId = await site.requestGrant(server);
    const revoked = await untilState(site, grantId, 'revoked', 40_000);
    expect(revoked.endCause).toBe('provisioning-failed');
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
  });
});

describe('a revocation is not over before it is proven', () => {
  async function activeGrant() {
    const server = await site.addServer();
    const grantId = await site.requestGrant(server);
    await untilState(site, grantId, 'active');
    return { server, grantId, login: await site.revealPassword(grantId) };
  }

  test('a BMC that says yes and does nothing is never called revoked', async () => {
    const { server, grantId, login } = await activeGrant();
    for (const command of accountWrites) server.bmc.faults.commands.set(command, { kind: 'lie' });
    await site.endGrant(grantId);
    const trying = await until(async () => {
      const grant = await site.grant(grantId);
      return grant.lastErrorCode !== null && grant;
    });
    expect(trying).toMatchObject({ state: 'revoking', lastErrorCode: 'account-remains', proof: null });
    expect(await canLogIn(server.bmc, login)).toBe(true);

    server.bmc.faults.commands.clear();
    await site.owner.client.grant.update({ where: { id: grantId }, data: { nextAttemptAt: new Date() } });
    await untilState(site, grantId, 'revoked');
    expect(await canLogIn(server.bmc, login)).toBe(false);
  });

  test('a BMC that is away at the end keeps the grant in revoking, and loses the account when it is back', async () => {
    const { server, grantId, login } = await activeGrant();
    server.bmc.faults.hang = true;
    await site.endGrant(grantId);
    const trying = await until(async () => {
      const grant = await site.grant(grantId);
      return grant.lastErrorCode !== null && grant;
    });
    expect(trying).toMatchObject({ state: 'revoking', lastErrorCode: 'unreachable', revokedAt: null });

    server.bmc.faults.hang = false;
    await site.owner.client.grant.update({ where: { id: grantId }, data: { nextAttemptAt: new Date() } });
    await untilState(site, grantId, 'revoked');
    expect(await canLogIn(server.bmc, login)).toBe(false);
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
  });

  test.each(['openbmc', 'supermicro', 'ipmi_sim'] as const)(
    '%s firmware loses the account too',
    async (habit) => {
      const server = await site.addServer({ habit });
      const grantId = await site.requestGrant(server);
      await untilState(site, grantId, 'active');
      const login = await site.revealPassword(grantId);
      await site.endGrant(grantId);
      await untilState(site, grantId, 'revoked');
      expect(namesOn(server.bmc)).toEqual(['ADMIN']);
      expect(await canLogIn(server.bmc, login)).toBe(false);
    },
  );

  test('a slot that somebody else took in the meantime is left to him', async () => {
    const { server, grantId } = await activeGrant();
    const slot = server.bmc.server.users.slot(16);
    if (slot !== undefined) slot.name = 'backup';
    await site.endGrant(grantId);
    await untilState(site, grantId, 'revoked');
    expect(namesOn(server.bmc)).toEqual(['ADMIN', 'backup']);
    expect(server.bmc.server.users.slot(16)?.enabled).toBe(true);
  });

  test('a live session of the account is ended', async () => {
    const { server, grantId } = await activeGrant();
    const { createBmcDriver } = await import('../src/provisioning/drivers.ts');
    const { Secret } = await import('@postern/bmc');
    const { username, password } = await site.revealPassword(grantId);
    const driver = createBmcDriver();
    const { host, port } = server.bmc;
    const session = await driver.open({
      host,
      port,
      username,
      password: new Secret(password),
      privilege: 'operator',
    });
    server.bmc.faults.sessionsSurvive = true;
    await site.endGrant(grantId);
    const revoked = await untilState(site, grantId, 'revoked');
    expect(revoked.proof).toMatchObject({ sessionsEnded: 1, sessionsRemaining: 0 });
    await session.close();
    await driver.close();
  });
});
