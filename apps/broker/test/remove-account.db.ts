/** A person asks for a BMC user to be removed: exactly this one goes, and nobody whom Postern or the firmware needs. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type BmcShape,
  bmcLogin,
  canLogIn,
  createTestSite,
  namesOn,
  type TestServer,
  type TestSite,
  untilFinished,
  untilState,
} from './support/site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestSite();
  await site.start();
});
afterAll(() => site.close());

const admin = { slot: 2, ...bmcLogin, name: bmcLogin.username, privilege: 'administrator' } as const;
const stranger = { slot: 5, name: 'monitoring', password: 'Zabbix-12-Abc', privilege: 'user' } as const;
const strangersLogin = { username: stranger.name, password: stranger.password };
const usersOf = (bmcId: string) => site.owner.client.bmcUser.findMany({ where: { bmcId } });

async function remove(server: TestServer, name: string, slot: number | null) {
  const wish = { kind: 'remove-account', userId: randomUUID(), slot, name } as const;
  return untilFinished(site, await site.requestAction(server, wish));
}

/** Where users stand under their names, they have no slot. */
const slotOn = (shape: BmcShape, slot: number) => (shape === 'redfish-collection' ? null : slot);

describe.each(['ipmi', 'redfish-slots', 'redfish-collection'] as const)('over %s', (shape) => {
  test('a stranger is removed, proven gone, and remembered as gone', async () => {
    const server = await site.addServer({ shape, users: [admin, stranger] });
    expect(await remove(server, 'monitoring', slotOn(shape, 5))).toMatchObject({
      state: 'succeeded',
      result: { readBack: 'absent' },
    });
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
    expect(await canLogIn(server.bmc, strangersLogin)).toBe(false);
    expect((await usersOf(server.bmcId)).find(({ name }) => name === 'monitoring')?.goneAt).not.toBeNull();
    const removed = (await site.auditOfServer(server.serverId)).filter(
      ({ type }) => type === 'account.removed',
    );
    expect(removed).toMatchObject([
      { organisationId: null, details: { username: 'monitoring', readBack: 'absent' } },
    ]);
  });

  test('the stored login is never removed', async () => {
    const server = await site.addServer({ shape, users: [admin, stranger] });
    expect(await remove(server, bmcLogin.username, slotOn(shape, 2))).toMatchObject({
      state: 'failed',
      errorCode: 'not-removable',
    });
    expect(await canLogIn(server.bmc, bmcLogin)).toBe(true);
  });
});

test('a slot that carries another name by now is left alone', async () => {
  const server = await site.addServer({ users: [admin, { ...stranger, name: 'somebody-else' }] });
  expect(await remove(server, 'monitoring', 5)).toMatchObject({ state: 'failed', errorCode: 'user-changed' });
  expect(namesOn(server.bmc)).toContain('somebody-else');
});

test('a name that the firmware fixes is left alone', async () => {
  // A BMC tells how many of its first slots have fixed names, not which ones.
  const fixed = [
    { ...stranger, slot: 1, name: 'root', fixedName: true },
    { ...stranger, slot: 2, fixedName: true },
  ];
  const server = await site.addServer({ users: [...fixed, { ...admin, slot: 3 }] });
  expect(await remove(server, 'monitoring', 2)).toMatchObject({
    state: 'failed',
    errorCode: 'not-removable',
  });
  expect(namesOn(server.bmc)).toContain('monitoring');
});

test('a live account is ended with its grant and in no other way', async () => {
  const server = await site.addServer();
  const grantId = await site.requestGrant(server);
  await untilState(site, grantId, 'active');
  const login = await site.revealPassword(grantId);
  expect(await remove(server, login.username, login.slot)).toMatchObject({ errorCode: 'not-removable' });
  expect(await canLogIn(server.bmc, login)).toBe(true);
});

test('whoever is gone already counts as removed', async () => {
  const server = await site.addServer();
  expect(await remove(server, 'monitoring', 5)).toMatchObject({ state: 'succeeded' });
});

test('a BMC that says yes and does nothing is found out', async () => {
  const server = await site.addServer({ users: [admin, stranger] });
  for (const command of ['set-user-name', 'set-user-access', 'set-user-password'] as const) {
    server.bmc.faults.commands.set(command, { kind: 'lie' });
  }
  expect(await remove(server, 'monitoring', 5)).toMatchObject({
    state: 'failed',
    errorCode: 'account-remains',
  });
  const events = await site.auditOfServer(server.serverId);
  expect(events.filter(({ type }) => type === 'account.removed')).toEqual([]);
});
