/** A user removed, a login replaced, a server handed over, on a BMC that nobody here wrote, with ipmitool as the witness. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runIpmitool } from '../../../packages/bmc/test/run-ipmitool.ts';
import { type IpmiSim, startIpmiSim } from '../../../packages/bmc/test/start-ipmi-sim.ts';
import { createTestSite, type TestSite, untilFinished, untilState } from './support/site.ts';

const admin = { username: 'ipmiusr', password: 'test' };

let site: TestSite;
let sim: IpmiSim;
let server: Awaited<ReturnType<TestSite['addRow']>>;
beforeAll(async () => {
  [site, sim] = await Promise.all([createTestSite(), startIpmiSim()]);
  server = await site.addRow(sim.target, admin);
  await site.start();
});
afterAll(async () => {
  await site.close();
  await sim.stop();
});

async function storedLogin(): Promise<{ username: string; password: string; port: number }> {
  const { login = '' } = await site.storedPasswords(server.bmcId);
  return { username: admin.username, password: login, port: sim.target.port };
}

async function usersAsIpmitoolSeesThem(): Promise<string> {
  return (await runIpmitool(await storedLogin(), 'user', 'list', '1')).output;
}

test('a stranger goes, and those beside him stay', async () => {
  const witness = await storedLogin();
  await runIpmitool(witness, 'user', 'set', 'name', '21', 'backdoor');
  await runIpmitool(witness, 'user', 'set', 'name', '22', 'monitoring');
  const wish = { kind: 'remove-account', userId: randomUUID(), slot: 21, name: 'backdoor' } as const;
  expect(await untilFinished(site, await site.requestAction(server, wish))).toMatchObject({
    state: 'succeeded',
    error: null,
  });
  const users = await usersAsIpmitoolSeesThem();
  expect(users).not.toContain('backdoor');
  expect(users).toContain('monitoring');
});

test('the new login works for ipmitool, and the old one does no longer', async () => {
  const before = { ...admin, port: sim.target.port };
  expect(await runIpmitool(before, 'mc', 'info')).toMatchObject({ succeeded: true });
  const replace = { kind: 'rotate-credential', purpose: 'replace' } as const;
  expect(await untilFinished(site, await site.requestAction(server, replace))).toMatchObject({
    state: 'succeeded',
    error: null,
  });
  expect(await runIpmitool(await storedLogin(), 'mc', 'info')).toMatchObject({ succeeded: true });
  expect(await runIpmitool(before, 'mc', 'info')).toMatchObject({ succeeded: false });
  expect(await usersAsIpmitoolSeesThem()).not.toMatch(/g_/);
});

test('a server that changes hands is cleared: the account is refused and gone', async () => {
  const grantId = await site.requestGrant(server);
  await untilState(site, grantId, 'active');
  const { username, password } = await site.revealPassword(grantId);
  const tenant = { port: sim.target.port, username, password, privilege: 'OPERATOR' } as const;
  expect(await runIpmitool(tenant, 'chassis', 'power', 'status')).toMatchObject({ succeeded: true });

  // The simulator lets somebody in without a name, and the first story left a user: an admin knows them.
  const known = { verdict: 'adopted', verdictNote: 'the lab’s own', verdictById: site.staff.id };
  await site.owner.client.bmcUser.updateMany({
    where: { bmcId: server.bmcId, kind: 'foreign', goneAt: null },
    data: { ...known, verdictAt: new Date() },
  });
  const { handOverId, actionId } = await site.handOver(server);
  expect(await untilFinished(site, actionId)).toMatchObject({ state: 'succeeded', error: null });
  const { items } = await site.owner.client.handOver.findUniqueOrThrow({ where: { id: handOverId } });
  expect(await runIpmitool(tenant, 'mc', 'info')).toMatchObject({ succeeded: false });
  expect(await usersAsIpmitoolSeesThem()).not.toMatch(/g_/);
  expect(items).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ item: 'access', outcome: 'checked' }),
      expect.objectContaining({ item: 'media', outcome: 'not-possible' }),
      expect.objectContaining({ item: 'boot', outcome: 'checked' }),
      expect.objectContaining({ item: 'accounts', outcome: 'checked' }),
      expect.objectContaining({ item: 'users', outcome: 'checked' }),
    ]),
  );
}, 60_000);
