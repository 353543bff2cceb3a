/** An open console may finish where its tenant asked for that before the end; nothing else outlives it. */
import { claimDueExpirations } from '@postern/database';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage } from './console-stage.ts';
import { connectViewer, liveRfbViewer, type TestViewer } from './console-viewer.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  // A fresh grant each time, as the one before it has come to its end.
  const { ids } = stage;
  await stage.sql(`update access_grant set state = 'revoking', end_cause = 'expired' where state = 'active'`);
  await stage.sql(`update access_grant set state = 'revoked', revoked_at = now(), proof =
    '{"checkedAt":"2026-01-01T00:00:00Z","readBack":"absent","login":"never-issued"}' where state = 'revoking'`);
  const [fresh] = await stage.sql(`
    insert into access_grant (server_id, bmc_id, organisation_id, holder_id, requested_by_id, duration_seconds, privilege,
      scopes)
    values ('${ids.server}', '${ids.bmc}', '${ids.organisation}', '${ids.tenant}', '${ids.tenant}', 3600, 'operator',
      array['console', 'power', 'account']) returning id`);
  grantId = String(fresh?.id);
  await stage.sql(`update access_grant set state = 'provisioning' where id = '${grantId}'`);
  await stage.sql(`update access_grant set state = 'active', starts_at = now() - interval '1 hour',
    ends_at = now() + interval '1 hour' where id = '${grantId}'`);
});

let grantId: string;
const actor = { kind: 'broker', id: '00000000-0000-0000-0000-000000000001', name: 'one' } as const;

/** What the broker does at each look: ends what is due. */
const expire = () => claimDueExpirations(stage.db, { siteId: stage.ids.site, actor, limit: 10 });
const ask = (seconds: number) =>
  stage.sql(`update access_grant set grace_seconds = ${seconds} where id = '${grantId}'`);
/** Its time is over now. */
async function endNow(): Promise<void> {
  await stage.sql(`update access_grant set ends_at = now() where id = '${grantId}'`);
  stage.notify();
}
async function grant() {
  const [row] = await stage.sql(`select state, end_cause, grace_started_at is not null as in_grace,
    extract(epoch from ends_at - now())::float8 as left from access_grant where id = '${grantId}'`);
  return row;
}
const eventsOf = async () =>
  (await stage.sql(`select type from audit_event where grant_id = '${grantId}' order by seq`)).map(
    ({ type }) => type,
  );
const openConsoles = () =>
  stage.sql(`select 1 from console_session where closed_at is null and grant_id = '${grantId}'`);

async function watch(): Promise<TestViewer> {
  return liveRfbViewer(stage, await stage.ticket({ grantId }));
}

async function leave(viewer: TestViewer): Promise<void> {
  viewer.socket.close();
  await viewer.closed;
  await expect.poll(openConsoles).toEqual([]);
}

test('an open console goes on after the end, which moves once and says so', async () => {
  await ask(300);
  const viewer = await watch();
  await endNow();
  expect(await expire()).toBe(1);
  expect(await grant()).toMatchObject({ state: 'active', in_grace: true });
  expect(Number((await grant())?.left)).toBeGreaterThan(290);
  // Looking again changes nothing.
  expect(await expire()).toBe(0);
  expect(await openConsoles()).toHaveLength(1);
  expect(await eventsOf()).toContain('grant.grace-started');

  const late = await connectViewer(stage);
  late.send(JSON.stringify({ ticket: await stage.ticket({ grantId }) }));
  expect((await late.closed).code).toBe(4001);

  await leave(viewer);
  expect(await expire()).toBe(1);
  expect(await grant()).toMatchObject({ state: 'revoking', end_cause: 'expired' });
  expect((await eventsOf()).at(-1)).toBe('grant.expired');
});

test('without a console that is open at the end there is nothing to finish', async () => {
  await ask(300);
  await leave(await watch());
  await endNow();
  expect(await expire()).toBe(1);
  expect(await grant()).toMatchObject({ state: 'revoking' });
  expect(await eventsOf()).not.toContain('grant.grace-started');
});

test('a console whose tenant asked for nothing is cut at the end', async () => {
  const viewer = await watch();
  await endNow();
  expect((await viewer.closed).code).toBe(4001);
  await expire();
  expect(await grant()).toMatchObject({ state: 'revoking' });
});

test('the grace itself ends hard', async () => {
  await ask(2);
  const viewer = await watch();
  await endNow();
  await expire();
  expect(await grant()).toMatchObject({ in_grace: true });
  expect((await viewer.closed).code).toBe(4001);
  await expect.poll(async () => (await expire()) === 1 && (await grant())?.state).toBe('revoking');
});

test('a grace that nobody started in time is over: a broker that was away gives none', async () => {
  await ask(60);
  const viewer = await watch();
  await stage.sql(`update access_grant set starts_at = now() - interval '1 day',
    ends_at = now() - interval '61 seconds' where id = '${grantId}'`);
  expect(await expire()).toBe(1);
  expect(await grant()).toMatchObject({ state: 'revoking' });
  stage.notify();
  await viewer.closed;
});

test('in the grace neither the end nor the grace moves again, whoever tries', async () => {
  await ask(300);
  const viewer = await watch();
  await endNow();
  await expire();
  for (const change of [
    "ends_at = ends_at + interval '1 hour'",
    'grace_seconds = 3600',
    'grace_started_at = null',
  ]) {
    await expect(stage.sql(`update access_grant set ${change} where id = '${grantId}'`)).rejects.toThrow(
      /last word/,
    );
  }
  await leave(viewer);
});

test('the viewer is told how much of his time is grace', async () => {
  await ask(300);
  const viewer = await watch();
  const opened = JSON.parse(String(viewer.received[0]));
  expect(opened).toMatchObject({ graceSeconds: 300 });
  expect(opened.secondsLeft).toBeGreaterThan(3_600 + 290);
  await leave(viewer);
});
