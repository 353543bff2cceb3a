/** A BMC that is told to restart: once, watched until it is back, and its accounts set right afterwards. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createTestSite,
  namesOn,
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

/** A virtual BMC is away for two seconds, and is looked at every second. */
const patienceMs = 60_000;

async function finished(actionId: string) {
  return until(async () => {
    const action = await site.action(actionId);
    return action.finishedAt !== null && action;
  }, patienceMs);
}

const restart = async (server: TestServer, by: 'tenant' | 'staff' = 'staff') =>
  finished(await site.requestAction(server, { kind: 'bmc-reset' }, by));

test('it restarts once, is seen away and back, and the access that was there goes on', {
  timeout: 90_000,
}, async () => {
  const server = await site.addServer();
  const grantId = await site.requestGrant(server);
  await untilState(site, grantId, 'active');
  const before = namesOn(server.bmc);
  const action = await restart(server, 'tenant');
  expect(action).toMatchObject({
    state: 'succeeded',
    result: {
      steps: [
        { step: 'restart', outcome: 'passed' },
        { step: 'return', outcome: 'passed', detail: 'The BMC was away and is back.' },
        { step: 'accounts', outcome: 'passed', detail: 'No leftover account came back.' },
      ],
    },
  });
  expect(server.bmc.effects.reboots).toBe(1);
  expect(server.bmc.server.power.isOn).toBe(true);
  expect(namesOn(server.bmc)).toEqual(before);
  expect((await site.grant(grantId)).state).toBe('active');
  const off = await finished(await site.requestAction(server, { kind: 'power', operation: 'off' }, 'tenant'));
  expect(off.state).toBe('succeeded');
});

test('a leftover account that the restart brings back is removed before it is over', {
  timeout: 90_000,
}, async () => {
  const server = await site.addServer();
  const actionId = await site.requestAction(server, { kind: 'bmc-reset' });
  await until(async () => server.bmc.effects.reboots > 0);
  Object.assign(server.bmc.server.users.slot(9) ?? {}, { name: 'g_abcdefghijkl', enabled: true });
  expect(namesOn(server.bmc)).toContain('g_abcdefghijkl');
  expect(await finished(actionId)).toMatchObject({
    state: 'succeeded',
    result: {
      steps: [{}, {}, { detail: '1 leftover account came back and is being removed.' }],
    },
  });
  expect(namesOn(server.bmc)).not.toContain('g_abcdefghijkl');
  const events = await site.owner.client.auditEvent.findMany({ where: { serverId: server.serverId } });
  expect(events.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['account.orphan-removed', 'action.finished']),
  );
});

test('the account of present access that the restart has lost is told of', { timeout: 90_000 }, async () => {
  const server = await site.addServer();
  const grantId = await site.requestGrant(server);
  await untilState(site, grantId, 'active');
  const { slot } = await site.revealPassword(grantId);
  const actionId = await site.requestAction(server, { kind: 'bmc-reset' });
  await until(async () => server.bmc.effects.reboots > 0);
  server.bmc.server.users.clear(Number(slot));
  const action = await finished(actionId);
  expect(JSON.stringify(action.result)).toContain('end the access and request it again');
});

test('a lost answer is watched like a given one, and the command is not sent again', {
  timeout: 90_000,
}, async () => {
  const server = await site.addServer();
  server.bmc.faults.commands.set('cold-reset', { kind: 'reboot', done: false, downMs: 3_000, times: 1 });
  expect(await restart(server)).toMatchObject({ state: 'succeeded' });
  expect(server.bmc.effects.received.get('cold-reset')).toBe(1);
});

test('a BMC without the command says so, and nothing more is tried', async () => {
  const server = await site.addServer();
  server.bmc.faults.commands.set('cold-reset', { kind: 'refuse', completionCode: 0xc1 });
  expect(await restart(server)).toMatchObject({
    state: 'failed',
    errorCode: 'not-supported',
    result: {
      steps: [
        { step: 'restart', outcome: 'failed' },
        { step: 'return', outcome: 'skipped' },
        { step: 'accounts', outcome: 'skipped' },
      ],
    },
  });
  expect(server.bmc.effects.reboots).toBe(0);
});

test('without access a tenant may test the BMC of his server, and not restart it', async () => {
  const server = await site.addServer();
  expect(await restart(server, 'tenant')).toMatchObject({ state: 'failed', errorCode: 'not-entitled' });
  expect(server.bmc.effects.reboots).toBe(0);
  const tested = await finished(await site.requestAction(server, { kind: 'bmc-test' }, 'tenant'));
  expect(tested).toMatchObject({ state: 'succeeded' });
  // Where a BMC stands in the hoster's network is not for its tenant.
  expect(JSON.stringify(tested.result)).not.toContain(server.bmc.host);

  await site.owner.client.server.update({
    where: { id: server.serverId },
    data: { organisationId: site.otherOrganisation.id },
  });
  const late = await finished(await site.requestAction(server, { kind: 'bmc-test' }, 'tenant'));
  expect(late).toMatchObject({ state: 'failed', errorCode: 'not-entitled' });
});

test('one restart of a BMC at a time', async () => {
  const server = await site.addServer();
  server.bmc.faults.hang = true;
  await site.requestAction(server, { kind: 'bmc-reset' });
  await expect(site.requestAction(server, { kind: 'bmc-reset' })).rejects.toThrow();
});
