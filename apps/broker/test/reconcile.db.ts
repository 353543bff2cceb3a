import { habits } from '@postern/bmc/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Broker } from '../src/start-broker.ts';
import { canLogIn, createTestSite, namesOn, type TestSite, until, untilState } from './support/site.ts';

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

const orphan = { slot: 9, name: 'g_abcdefghijkl', password: 'Forgotten-77', privilege: 'operator' } as const;
const admin = { slot: 2, name: 'ADMIN', password: 'Adm1n-Passw0rd', privilege: 'administrator' } as const;
const stranger = { slot: 5, name: 'monitoring', password: 'Zabbix-12', privilege: 'user' } as const;

test('a broker that starts removes accounts of ours that no row knows, and tells of strangers once', async () => {
  const server = await site.addServer({ users: [admin, orphan, stranger] });
  expect(await canLogIn(server.bmc, { username: orphan.name, password: orphan.password })).toBe(true);
  broker = await site.start();
  await until(async () => namesOn(server.bmc).length === 2);
  expect(namesOn(server.bmc)).toEqual(['ADMIN', 'monitoring']);
  expect(await canLogIn(server.bmc, { username: orphan.name, password: orphan.password })).toBe(false);

  const eventsOf = async (type: string) =>
    site.owner.client.auditEvent.findMany({ where: { serverId: server.serverId, type } });
  await until(async () => (await eventsOf('account.orphan-removed')).length > 0);
  await broker.stop();
  broker = await site.start({ name: 'broker-2' });
  await until(async () => (await broker?.metrics.foreignAccounts.get())?.values[0]?.value === 1);
  expect(await eventsOf('account.orphan-removed')).toHaveLength(1);
  expect(await eventsOf('account.foreign-found')).toMatchObject([
    { details: { slot: 5, username: 'monitoring' } },
  ]);
});

test('a stranger is told to the tenant where policy says so, and to staff alone otherwise', async () => {
  const quiet = await site.addServer({ users: [admin, stranger] });
  const open = await site.addServer({ users: [admin, stranger] });
  await site.owner.client.$executeRaw`
    insert into access_policy (server_id, tell_foreign_accounts) values (${open.serverId}::uuid, true)`;
  broker = await site.start();
  const found = async ({ serverId }: { serverId: string }) =>
    site.owner.client.auditEvent.findFirst({ where: { serverId, type: 'account.foreign-found' } });
  expect(await until(async () => (await found(open)) ?? undefined)).toMatchObject({
    organisationId: site.organisation.id,
  });
  expect(await until(async () => (await found(quiet)) ?? undefined)).toMatchObject({ organisationId: null });
});

test('a stranger that appears on a BMC after a firmware reset does not stand in the way of a grant', async () => {
  const server = await site.addServer({ users: [admin, stranger] });
  broker = await site.start();
  const grantId = await site.requestGrant(server);
  await untilState(site, grantId, 'active');
  expect(namesOn(server.bmc)).toContain('monitoring');
  await site.endGrant(grantId);
  await untilState(site, grantId, 'revoked');
  expect(namesOn(server.bmc)).toEqual(['ADMIN', 'monitoring']);
});

test('firmware that refuses empty names keeps a dead leftover, and its slots do not run out', async () => {
  const stubborn = { ...habits['postern-default'], slots: 3 };
  const server = await site.addServer({ habit: stubborn });
  broker = await site.start();
  for (let round = 0; round < 2; round += 1) {
    const grantId = await site.requestGrant(server);
    await untilState(site, grantId, 'active');
    const login = await site.revealPassword(grantId);
    expect(login.slot).toBe(3);
    // The empty name comes first; the one that says what happened is taken.
    server.bmc.faults.commands.set('set-user-name', { kind: 'refuse', completionCode: 0xcc, times: 1 });
    await site.endGrant(grantId);
    const revoked = await untilState(site, grantId, 'revoked');
    expect(revoked.proof).toMatchObject({ readBack: 'disabled-unnamed', login: 'refused' });
    expect(revoked.accounts).toMatchObject([{ tainted: true }]);
    expect(namesOn(server.bmc)).toEqual(['ADMIN', 'DISABLED_3']);
    expect(await canLogIn(server.bmc, login)).toBe(false);
  }
});

test('a grant whose BMC lost the account is still ended, and its absence is counted until then', async () => {
  const server = await site.addServer();
  broker = await site.start();
  const grantId = await site.requestGrant(server);
  await untilState(site, grantId, 'active');
  server.bmc.server.users.clear(16);
  await broker.stop();
  broker = await site.start();
  await until(async () => (await broker?.metrics.missingAccounts.get())?.values[0]?.value === 1);
  await site.endGrant(grantId);
  expect((await untilState(site, grantId, 'revoked')).proof).toMatchObject({ readBack: 'absent' });
});

test('who is on each BMC is remembered and counted, and a stranger who gains rights is told of again', async () => {
  const server = await site.addServer({ users: [admin, stranger] });
  broker = await site.start();
  const rows = () =>
    site.owner.client.bmcUser.findMany({ where: { bmcId: server.bmcId }, orderBy: { slot: 'asc' } });
  await until(async () => (await rows()).length === 2);
  expect(await rows()).toMatchObject([
    { slot: 2, name: 'ADMIN', kind: 'login' },
    { slot: 5, name: 'monitoring', kind: 'foreign', privilege: 'user', reportedAt: expect.any(Date) },
  ]);
  const { name } = await site.owner.client.server.findUniqueOrThrow({ where: { id: server.serverId } });
  await until(async () =>
    (await broker?.metrics.registry.metrics())?.includes(`server="${name}",whose="foreign"} 1`),
  );

  const held = server.bmc.server.users.slot(5);
  if (held !== undefined) held.privilege = 4;
  const grantId = await site.requestGrant(server);
  await untilState(site, grantId, 'active');
  const told = (await site.auditOfServer(server.serverId)).filter(({ type }) =>
    type.startsWith('account.foreign'),
  );
  expect(told).toMatchObject([
    { type: 'account.foreign-found', organisationId: null },
    { type: 'account.foreign-changed', details: { report: 'gained-rights', privilege: 'administrator' } },
  ]);
  expect((await rows()).map(({ kind }) => kind)).toContain('foreign');
  await site.endGrant(grantId);
  await untilState(site, grantId, 'revoked');
  await until(async () => (await rows()).every(({ kind, goneAt }) => kind !== 'account' || goneAt !== null));
});
