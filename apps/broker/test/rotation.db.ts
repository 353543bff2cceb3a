/** The login of a BMC is replaced: on BMCs of several habits, with answers that get lost, and by brokers that die. */
import { habits } from '@postern/bmc/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Broker } from '../src/start-broker.ts';
import {
  bmcLogin,
  canLogIn,
  createTestSite,
  namesOn,
  type TestServer,
  type TestSite,
  untilFinished,
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

const replace = { kind: 'rotate-credential', purpose: 'replace' } as const;

/** A BMC on which an account has logged in before needs no rehearsal, so a fault meets the login itself. */
async function proven(options: Parameters<TestSite['addServer']>[0] = {}): Promise<TestServer> {
  const server = await site.addServer(options);
  await site.provePassword(server);
  return server;
}

async function rotate(server: TestServer) {
  broker ??= await site.start();
  return untilFinished(site, await site.requestAction(server, replace));
}

const works = (server: TestServer, password: string | undefined) =>
  canLogIn(server.bmc, { username: bmcLogin.username, password: password ?? '' });

const eventsOf = async (server: TestServer) =>
  (await site.auditOfServer(server.serverId))
    .map(({ type }) => type)
    .filter((type) => type.startsWith('bmc.'));

/** The promise of it all: whatever happened, one of the stored passwords opens the BMC. */
async function expectWayIn(server: TestServer): Promise<void> {
  const stored = Object.values(await site.storedPasswords(server.bmcId));
  const opening = await Promise.all(stored.map((password) => works(server, password)));
  expect(opening).toContain(true);
}

describe.each(['postern-default', 'ipmi_sim', 'supermicro', 'idrac9', 'openbmc'] as const)(
  'a BMC that behaves like %s',
  (habit) => {
    test('takes a new login, which is stored, and refuses the old one, which is forgotten', async () => {
      const server = await site.addServer({ habit });
      expect(await rotate(server)).toMatchObject({ state: 'succeeded', result: { rotated: true } });
      const stored = await site.storedPasswords(server.bmcId);
      expect(Object.keys(stored)).toEqual(['login']);
      expect(stored.login).not.toBe(bmcLogin.password);
      expect(await works(server, stored.login)).toBe(true);
      expect(await works(server, bmcLogin.password)).toBe(false);
      expect(await eventsOf(server)).toEqual(['bmc.rotation-started', 'bmc.credential-rotated']);
    });
  },
);

test.each(['redfish-slots', 'redfish-collection'] as const)(
  'a BMC over %s takes a new login and refuses the old one',
  async (shape) => {
    const server = await site.addServer({ shape });
    expect(await rotate(server)).toMatchObject({ state: 'succeeded', error: null });
    const stored = await site.storedPasswords(server.bmcId);
    expect(Object.keys(stored)).toEqual(['login']);
    expect(await works(server, stored.login)).toBe(true);
    expect(await works(server, bmcLogin.password)).toBe(false);
    const test = await untilFinished(site, await site.requestAction(server, { kind: 'bmc-test' }));
    expect(test.state).toBe('succeeded');
  },
);

test('the next work on the BMC logs in with the new login, and nothing was refused but the old one', async () => {
  const server = await site.addServer();
  await rotate(server);
  expect(await site.owner.client.bmcLoginFailure.count({ where: { bmcId: server.bmcId } })).toBe(1);
  const test = await untilFinished(site, await site.requestAction(server, { kind: 'bmc-test' }));
  expect(test.state).toBe('succeeded');
  expect(await site.owner.client.bmcLoginFailure.count({ where: { bmcId: server.bmcId } })).toBe(1);
});

test('an answer that was lost is no failure: the login tells whether the password arrived', async () => {
  const server = await proven();
  server.bmc.faults.commands.set('set-user-password', { kind: 'lose-answer', times: 1 });
  expect(await rotate(server)).toMatchObject({ state: 'succeeded' });
  expect(await works(server, (await site.storedPasswords(server.bmcId)).login)).toBe(true);
});

test('a BMC that refuses the new password keeps the old one, and nothing is pending', async () => {
  const server = await proven();
  server.bmc.faults.commands.set('set-user-password', { kind: 'refuse', completionCode: 0xcc, times: 1 });
  expect(await rotate(server)).toMatchObject({ state: 'failed', errorCode: 'rejected' });
  expect(await site.storedPasswords(server.bmcId)).toEqual({ login: bmcLogin.password });
  expect(await works(server, bmcLogin.password)).toBe(true);
  expect((await eventsOf(server)).at(-1)).toBe('bmc.rotation-failed');
});

test('a BMC that says yes and keeps the old password is found out', async () => {
  const server = await proven();
  server.bmc.faults.commands.set('set-user-password', { kind: 'lie', times: 1 });
  expect(await rotate(server)).toMatchObject({ state: 'failed', errorCode: 'new-login-refused' });
  expect(await site.storedPasswords(server.bmcId)).toEqual({ login: bmcLogin.password });
  expect(await works(server, bmcLogin.password)).toBe(true);
});

test('a BMC that clips passwords is found out on a user who does not matter, and its login is not touched', async () => {
  const server = await site.addServer({ habit: { ...habits['postern-default'], passwordKept: 14 } });
  expect(await rotate(server)).toMatchObject({ state: 'failed', errorCode: 'login-not-working' });
  expect(await site.storedPasswords(server.bmcId)).toEqual({ login: bmcLogin.password });
  expect(await works(server, bmcLogin.password)).toBe(true);
  expect(namesOn(server.bmc)).toEqual(['ADMIN']);
});

test('a BMC that goes away in the middle keeps both logins, and the next work finds out which one holds', async () => {
  const server = await proven();
  server.bmc.faults.commands.set('set-user-password', {
    kind: 'reboot',
    done: true,
    downMs: 1_500,
    times: 1,
  });
  expect(await rotate(server)).toMatchObject({ state: 'failed' });
  expect(Object.keys(await site.storedPasswords(server.bmcId)).sort()).toEqual(['login', 'login-pending']);
  await expectWayIn(server);

  await site.owner.client.$executeRaw`select pg_sleep(1.5)`;
  const test = await untilFinished(site, await site.requestAction(server, { kind: 'bmc-test' }));
  expect(test.state).toBe('succeeded');
  const finish = { kind: 'rotate-credential', purpose: 'finish' } as const;
  expect(await untilFinished(site, await site.requestAction(server, finish))).toMatchObject({
    state: 'succeeded',
    result: { rotated: true },
  });
  expect(Object.keys(await site.storedPasswords(server.bmcId))).toEqual(['login']);
  expect(await works(server, bmcLogin.password)).toBe(false);
  expect(await eventsOf(server)).toEqual([
    'bmc.rotation-started',
    'bmc.rotation-failed',
    'bmc.credential-rotated',
  ]);
});

test('a login that nobody stored right is not replaced, and nothing is begun', async () => {
  const server = await site.addServer({ storedPassword: 'not-the-one' });
  expect(await rotate(server)).toMatchObject({ state: 'failed', errorCode: 'auth-failed' });
  expect(await site.storedPasswords(server.bmcId)).toEqual({ login: 'not-the-one' });
  expect(server.bmc.effects.received.get('set-user-password')).toBeUndefined();
});

test('a login of a directory, which is none of the BMC’s users, is left alone', async () => {
  const server = await site.addServer();
  broker = await site.start();
  await untilFinished(site, await site.requestAction(server, { kind: 'bmc-test' }));
  const held = server.bmc.server.users.slot(2);
  if (held !== undefined) held.name = 'OTHER';
  expect(await rotate(server)).toMatchObject({ state: 'failed' });
  expect(await site.storedPasswords(server.bmcId)).toEqual({ login: bmcLogin.password });
  expect(server.bmc.effects.received.get('set-user-password')).toBeUndefined();
});

test('the proof that the old login is dead is put off when it would freeze the BMC', async () => {
  const server = await site.addServer();
  broker = await site.start();
  for (let refusals = 0; refusals < 2; refusals += 1) {
    await site.owner.client.bmcLoginFailure.create({ data: { bmcId: server.bmcId } });
  }
  expect(await rotate(server)).toMatchObject({ state: 'failed', errorCode: 'proof-postponed' });
  const stored = await site.storedPasswords(server.bmcId);
  expect(Object.keys(stored).sort()).toEqual(['login', 'login-former']);
  expect(await works(server, stored.login)).toBe(true);
  const { frozenUntil } = await site.owner.client.bmc.findUniqueOrThrow({ where: { id: server.bmcId } });
  expect(frozenUntil).toBeNull();

  await site.owner.client.bmcLoginFailure.deleteMany({ where: { bmcId: server.bmcId } });
  const finish = { kind: 'rotate-credential', purpose: 'finish' } as const;
  expect(await untilFinished(site, await site.requestAction(server, finish))).toMatchObject({
    state: 'succeeded',
  });
  expect(await site.storedPasswords(server.bmcId)).toEqual({ login: stored.login });
});

test('no password stands in a row, an event or an error', async () => {
  const server = await site.addServer();
  await rotate(server);
  const { login } = await site.storedPasswords(server.bmcId);
  const rows = JSON.stringify({
    actions: await site.owner.client.action.findMany(),
    events: (await site.auditOfServer(server.serverId)).map(({ details }) => details),
  });
  expect(rows).not.toContain(login);
  expect(rows).not.toContain(bmcLogin.password);
});
