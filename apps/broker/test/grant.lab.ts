/** The whole life of a grant on a BMC that nobody here wrote, with ipmitool as the witness from outside. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runIpmitool } from '../../../packages/bmc/test/run-ipmitool.ts';
import { type IpmiSim, startIpmiSim } from '../../../packages/bmc/test/start-ipmi-sim.ts';
import { createTestSite, type TestSite, until, untilState } from './support/site.ts';

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

async function usersAsIpmitoolSeesThem(): Promise<string> {
  const { output } = await runIpmitool({ ...admin, port: sim.target.port }, 'user', 'list', '1');
  return output;
}

test('the account works for ipmitool while the grant lives, and is refused and gone after', async () => {
  const grantId = await site.requestGrant(server);
  const active = await untilState(site, grantId, 'active');
  const { username, password } = await site.revealPassword(grantId);
  const tenant = { port: sim.target.port, username, password, privilege: 'OPERATOR' } as const;
  expect(await runIpmitool(tenant, 'chassis', 'power', 'status')).toMatchObject({
    succeeded: true,
    output: expect.stringContaining('Chassis Power is off'),
  });
  expect(await usersAsIpmitoolSeesThem()).toContain(username);
  expect(active.lastError).toBeNull();

  await site.endGrant(grantId);
  const revoked = await untilState(site, grantId, 'revoked');
  expect(revoked.proof).toMatchObject({ readBack: 'absent', login: 'refused' });
  expect(await runIpmitool(tenant, 'chassis', 'power', 'status')).toMatchObject({ succeeded: false });
  expect(await usersAsIpmitoolSeesThem()).not.toMatch(/g_/);
});

test('a grant that nobody ends is over at its time, for ipmitool too', async () => {
  const grantId = await site.requestGrant(server, 2);
  await untilState(site, grantId, 'active');
  const { username, password } = await site.revealPassword(grantId);
  const revoked = await untilState(site, grantId, 'revoked');
  expect(revoked.endCause).toBe('expired');
  const tenant = { port: sim.target.port, username, password, privilege: 'OPERATOR' } as const;
  expect(await runIpmitool(tenant, 'mc', 'info')).toMatchObject({ succeeded: false });
});

test('an account of ours that no row knows is removed; a stranger is reported and left alone', async () => {
  const witness = { ...admin, port: sim.target.port };
  await runIpmitool(witness, 'user', 'set', 'name', '20', 'g_leftover00001');
  await runIpmitool(witness, 'user', 'set', 'name', '21', 'g_abcdefghijkl');
  await runIpmitool(witness, 'user', 'set', 'name', '22', 'monitoring');
  const grantId = await site.requestGrant(server);
  await untilState(site, grantId, 'active');

  const users = await usersAsIpmitoolSeesThem();
  expect(users).not.toContain('g_abcdefghijkl');
  expect(users).toContain('monitoring');
  const events = await site.owner.client.auditEvent.findMany({ where: { serverId: server.serverId } });
  expect(events.filter(({ type }) => type === 'account.orphan-removed')).toMatchObject([
    { details: { slot: 21, username: 'g_abcdefghijkl' } },
  ]);
  expect(
    events.filter(({ type }) => type === 'account.foreign-found').map(({ details }) => details),
  ).toContainEqual(expect.objectContaining({ slot: 22, username: 'monitoring' }));
  await site.endGrant(grantId);
  await untilState(site, grantId, 'revoked');
});

test('power and boot device reach the machine behind the BMC once', async () => {
  const before = (await sim.chassisCalls()).length;
  const boot = { kind: 'boot', device: 'pxe', persistent: false, firmware: 'legacy' } as const;
  for (const wish of [
    boot,
    { kind: 'power', operation: 'on' },
    { kind: 'power', operation: 'reset' },
  ] as const) {
    const actionId = await site.requestAction(server, wish);
    const action = await until(async () => {
      const seen = await site.action(actionId);
      return seen.finishedAt !== null && seen;
    });
    expect(action).toMatchObject({ state: 'succeeded' });
  }
  expect((await sim.chassisCalls()).slice(before)).toEqual(['boot pxe', 'power 1', 'reset 1']);
});
