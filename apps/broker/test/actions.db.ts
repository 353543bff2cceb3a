import { listen } from '@postern/database';
import { type BmcTestResult, changesChannel, liveChange } from '@postern/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBmcDriver } from '../src/provisioning/drivers.ts';
import {
  createTestSite,
  impatient,
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

async function finished(actionId: string) {
  return until(async () => {
    const action = await site.action(actionId);
    return action.finishedAt !== null && action;
  });
}

async function run(server: TestServer, operation: Parameters<TestSite['requestAction']>[1]) {
  return finished(await site.requestAction(server, operation));
}

const powerOf = (server: TestServer) =>
  site.owner.client.powerReading.findUniqueOrThrow({ where: { serverId: server.serverId } });

test('off, on and cycle are carried out, and the reading follows before the action is over', async () => {
  const server = await site.addServer();
  expect(await run(server, { kind: 'power', operation: 'off' })).toMatchObject({
    state: 'succeeded',
    result: { power: 'off' },
  });
  expect(await powerOf(server)).toMatchObject({ state: 'off', failingSince: null });
  expect(await run(server, { kind: 'power', operation: 'on' })).toMatchObject({ state: 'succeeded' });
  expect(await powerOf(server)).toMatchObject({ state: 'on' });
  expect(await run(server, { kind: 'power', operation: 'cycle' })).toMatchObject({ state: 'succeeded' });
  expect(server.bmc.server.power.counts).toMatchObject({ starts: 2, stops: 2, resets: 0 });
});

test('a second reset cannot be asked for while the first runs, and one reset happens', async () => {
  const server = await site.addServer({ powerDelays: { resetMs: 200 } });
  server.bmc.faults.commands.set('chassis-control', { kind: 'late', delayMs: 150 });
  const first = await site.requestAction(server, { kind: 'power', operation: 'reset' });
  await expect(site.requestAction(server, { kind: 'power', operation: 'reset' })).rejects.toThrow();
  expect(await finished(first)).toMatchObject({ state: 'succeeded' });
  await until(async () => server.bmc.server.power.counts.resets > 0);
  expect(server.bmc.server.power.counts.resets).toBe(1);
});

test('a reset whose answer is lost is not sent again', async () => {
  const server = await site.addServer();
  server.bmc.faults.commands.set('chassis-control', { kind: 'lose-answer' });
  const action = await run(server, { kind: 'power', operation: 'reset' });
  expect(action).toMatchObject({ state: 'unknown', error: expect.stringContaining('not sent again') });
  expect(server.bmc.server.power.counts.resets).toBe(1);
  expect(server.bmc.effects.received.get('chassis-control')).toBe(1);
});

test('a reset of a server that is off is refused by the BMC, in words', async () => {
  const server = await site.addServer({ initialPower: 'off' });
  expect(await run(server, { kind: 'power', operation: 'reset' })).toMatchObject({
    state: 'failed',
    errorCode: 'rejected',
    error: expect.stringContaining('refused'),
  });
});

test('asking the operating system restarts it, once it is down', async () => {
  const server = await site.addServer();
  expect(await run(server, { kind: 'power', operation: 'soft-restart' })).toMatchObject({
    state: 'succeeded',
  });
  expect(server.bmc.server.power.counts).toMatchObject({ starts: 1, stops: 1, resets: 0 });
});

test('an unreachable BMC fails the action before anything is sent', async () => {
  const server = await site.addServer();
  server.bmc.faults.hang = true;
  const action = await run(server, { kind: 'power', operation: 'off' });
  expect(action).toMatchObject({ state: 'failed', errorCode: 'unreachable', sentAt: null });
  expect(await powerOf(server)).toMatchObject({ errorCode: 'unreachable', failingSince: expect.any(Date) });
});

test('the boot device is written, read back, and used up by the next start', async () => {
  const server = await site.addServer({ initialPower: 'off' });
  const boot = { kind: 'boot', device: 'pxe', persistent: false, firmware: 'uefi' } as const;
  expect(await run(server, boot)).toMatchObject({
    state: 'succeeded',
    result: { device: 'pxe', persistent: false, firmware: 'uefi' },
  });
  const reading = () =>
    site.owner.client.bootReading.findUniqueOrThrow({ where: { serverId: server.serverId } });
  expect(await reading()).toMatchObject({ device: 'pxe', firmware: 'uefi' });
  await run(server, { kind: 'power', operation: 'on' });
  expect(await reading()).toMatchObject({ device: 'none' });
});

test('a test of a good BMC has four ticks, of a bad one the first cross and what to do', async () => {
  const good = await run(await site.addServer(), { kind: 'bmc-test' });
  expect(good).toMatchObject({ state: 'succeeded' });
  expect(good.result).toMatchObject({
    steps: [
      { step: 'reachable', outcome: 'passed' },
      { step: 'login', outcome: 'passed', detail: expect.stringContaining('cipher suite 17') },
      { step: 'user-table', outcome: 'passed', detail: '1 of 16 user slots are in use.' },
      { step: 'power', outcome: 'passed', detail: 'The server is on.' },
    ],
  });
  const bad = await run(await site.addServer({ storedPassword: 'wrong' }), { kind: 'bmc-test' });
  expect(bad).toMatchObject({ state: 'failed', errorCode: 'auth-failed' });
  expect(bad.result).toMatchObject({
    steps: [
      { step: 'reachable', outcome: 'passed' },
      { step: 'login', outcome: 'failed', detail: expect.stringContaining('An admin has to correct') },
      { step: 'user-table', outcome: 'skipped' },
      { step: 'power', outcome: 'skipped' },
    ],
  });
});

test('each tick of a BMC test can be read, and pages hear of it, while the next step runs', async () => {
  const slow = await createTestSite();
  await slow.start({
    driver: createBmcDriver({ ...impatient, handshakeTimeoutMs: 5_000, commandTimeoutMs: 5_000 }),
  });
  const server = await slow.addServer();
  // Long against the time that a notice and a reading take on a busy machine. The sweep asks for the power too, and must
  // not use the delay up.
  const late = { kind: 'late', delayMs: 1_200 } as const;
  server.bmc.faults.commands.set('get-chassis-status', late);
  for (const command of [
    'get-channel-authentication-capabilities',
    'get-device-id',
    'get-user-name',
  ] as const)
    server.bmc.faults.commands.set(command, { ...late, times: 1 });
  const seen: Promise<string[] | undefined>[] = [];
  let listening = false;
  const listener = listen({
    url: slow.url,
    role: 'postern_portal',
    channels: [changesChannel],
    onNotification: (_, payload) => {
      const { subject, id } = liveChange.parse(JSON.parse(payload));
      if (subject === 'action') seen.push(slow.action(id).then(ticksOf));
    },
    onReconnect: () => {
      listening = true;
    },
  });
  try {
    await until(async () => listening);
    const actionId = await slow.requestAction(server, { kind: 'bmc-test' });
    await until(async () => (await slow.action(actionId)).finishedAt !== null);
    await until(async () => seen.length >= 7);
    const shown = (await Promise.all(seen)).filter((ticks) => ticks !== undefined);
    expect([...new Set(shown.map((ticks) => ticks.join(' ')))]).toEqual([
      '',
      'reachable',
      'reachable login',
      'reachable login user-table',
    ]);
  } finally {
    await listener.close();
    await slow.close();
  }
});

/** What a page shows of a test that runs; nothing of one that is over. */
function ticksOf({ state, result }: Awaited<ReturnType<TestSite['action']>>): string[] | undefined {
  if (state !== 'running') return undefined;
  return ((result as unknown as BmcTestResult | null)?.steps ?? []).map(({ step }) => step);
}

test('a tenant whose access is over does not get the button that he pressed in time', async () => {
  const server = await site.addServer();
  const withoutGrant = await site.requestAction(server, { kind: 'power', operation: 'off' }, 'tenant');
  expect(await finished(withoutGrant)).toMatchObject({ state: 'failed', errorCode: 'not-entitled' });
  expect(server.bmc.server.power.isOn).toBe(true);

  await untilState(site, await site.requestGrant(server), 'active');
  const withGrant = await site.requestAction(server, { kind: 'power', operation: 'off' }, 'tenant');
  expect(await finished(withGrant)).toMatchObject({ state: 'succeeded' });
});

test('every finished action stands in the audit log', async () => {
  const server = await site.addServer();
  await run(server, { kind: 'power', operation: 'off' });
  const events = await site.owner.client.auditEvent.findMany({
    where: { serverId: server.serverId, type: 'action.finished' },
  });
  expect(events).toMatchObject([
    { outcome: 'ok', details: { kind: 'power', operation: 'off', state: 'succeeded' } },
  ]);
});
