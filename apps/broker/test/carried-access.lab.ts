/** Carried access from the request to the proof: rows, a broker, a relay, ipmi_sim, and the tools of a tenant. */
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runIpmitool } from '../../../packages/bmc/test/run-ipmitool.ts';
import { type IpmiSim, startIpmiSim } from '../../../packages/bmc/test/start-ipmi-sim.ts';
import type { Broker } from '../src/start-broker.ts';
import { createTestSite, type TestSite, until, untilState } from './support/site.ts';
import { firstQuestion, openSender } from './support/udp.ts';

const admin = { username: 'ipmiusr', password: 'test' };

let site: TestSite;
let sim: IpmiSim;
let broker: Broker;
let server: Awaited<ReturnType<TestSite['addRow']>>;
beforeAll(async () => {
  [site, sim] = await Promise.all([createTestSite(), startIpmiSim()]);
  server = await site.addRow(sim.target, admin);
  broker = await site.start();
});
afterAll(async () => {
  await site.close();
  await sim.stop();
});

async function activeGrant(durationSeconds?: number) {
  const grantId = await site.requestGrant(server, durationSeconds);
  await site.owner.client.grant.update({ where: { id: grantId }, data: { sourceIpv4: '127.0.0.1' } });
  await untilState(site, grantId, 'active');
  const { username, password } = await site.revealPassword(grantId);
  return {
    grantId,
    tenant: { ...(await relayOf(grantId)), username, password, privilege: 'OPERATOR' } as const,
  };
}

const relayOf = (grantId: string) => site.owner.client.relay.findUniqueOrThrow({ where: { grantId } });

/** A session that stays open and does something now and then, as ipmi_sim wants it. */
function startShell(login: { readonly port: number; readonly username: string; readonly password: string }) {
  const place = ['-H', '127.0.0.1', '-p', String(login.port), '-U', login.username, '-P', login.password];
  const child = spawn('ipmitool', ['-I', 'lanplus', '-C', '3', '-L', 'OPERATOR', ...place, 'shell'], {
    env: { PATH: '/usr/bin:/bin', HOME: '/nonexistent' },
  });
  let text = '';
  child.stdout.on('data', (bytes) => (text += String(bytes)));
  return {
    async ask() {
      text = '';
      child.stdin.write('chassis power status\n');
      await until(async () => text.includes('Chassis Power is'));
    },
    close: () => child.kill('SIGKILL'),
  };
}

async function sessionsOnSim(username: string): Promise<string> {
  const { output } = await runIpmitool({ ...admin, port: sim.target.port }, 'session', 'info', 'active');
  return output.includes(username) ? output : '';
}

test('access that is ready has an address, and ipmitool works there for its tenant alone', async () => {
  const { grantId, tenant } = await activeGrant();
  expect(tenant).toMatchObject({ host: '127.0.0.1', closedAt: null });
  expect(await runIpmitool(tenant, 'chassis', 'power', 'status')).toMatchObject({ succeeded: true });
  const stranger = await openSender('127.0.0.2');
  await stranger.send(firstQuestion, tenant.port);
  const counted = await until(async () => {
    const row = await relayOf(grantId);
    return row.datagramsToBmc > 0 && JSON.stringify(row.refused) === '{"stranger":1}' && row;
  });
  expect(stranger.received).toEqual([]);
  await stranger.close();
  expect(counted.lastCarriedAt).not.toBeNull();
  expect(await broker.metrics.registry.metrics()).toMatch(
    /postern_relay_refused_total\{reason="stranger"\} 1/,
  );

  // Moved, as the portal does: the old address is nobody's from then on.
  await site.owner.client.grant.update({ where: { id: grantId }, data: { sourceIpv4: '127.0.0.2' } });
  await until(async () => !(await runIpmitool(tenant, 'mc', 'info')).succeeded);
  await site.endGrant(grantId);
  await untilState(site, grantId, 'revoked');
});

test('a live session ends with the access, leaves nothing on the BMC, and the proof says so', async () => {
  const { grantId, tenant } = await activeGrant();
  const shell = startShell(tenant);
  await shell.ask();
  await until(async () => (await relayOf(grantId)).sessionIds.length > 0);
  await site.endGrant(grantId);
  const revoked = await untilState(site, grantId, 'revoked');
  shell.close();
  expect(revoked.proof).toMatchObject({ sessionsRemaining: 0, login: 'refused' });
  expect((revoked.proof as { sessionsEnded: number }).sessionsEnded).toBeGreaterThan(0);
  expect(await sessionsOnSim(tenant.username)).toBe('');
  const row = await until(async () => {
    const found = await relayOf(grantId);
    return found.closedAt !== null && found;
  });
  expect(row).toMatchObject({ closeReason: 'grant-ended' });
});

test('at its time it is cut by itself', async () => {
  const { grantId, tenant } = await activeGrant(3);
  const shell = startShell(tenant);
  await shell.ask();
  const revoked = await untilState(site, grantId, 'revoked');
  shell.close();
  expect(revoked).toMatchObject({ endCause: 'expired', proof: { sessionsRemaining: 0 } });
  await until(async () => (await relayOf(grantId)).closeReason === 'grant-expired');
});

test('a broker that starts again goes on at the same port, and still ends the sessions of before', async () => {
  const { grantId, tenant } = await activeGrant();
  const shell = startShell(tenant);
  await shell.ask();
  const before = await until(async () => {
    const row = await relayOf(grantId);
    return row.sessionIds.length > 0 && row;
  });
  await broker.stop();
  expect(await relayOf(grantId)).toMatchObject({ closeReason: 'broker-stopping' });
  broker = await site.start();
  const after = await until(async () => {
    const row = await relayOf(grantId);
    return row.closedAt === null && row;
  });
  expect(after).toMatchObject({ port: before.port, sessionIds: before.sessionIds });
  await shell.ask();
  await site.endGrant(grantId);
  const revoked = await untilState(site, grantId, 'revoked');
  shell.close();
  expect(revoked.proof).toMatchObject({ sessionsRemaining: 0 });
  expect(await sessionsOnSim(tenant.username)).toBe('');
});
