/** The database is restored from a backup: nothing is written to a BMC until an admin has confirmed what would be. */
import { confirmObservation, createDatabase, listObservations, observeSite } from '@postern/database';
import { planDigest } from '@postern/domain';
import pg from 'pg';
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
});
afterAll(() => site.close());

/** Copies of the database, made and put back by Postgres itself, as a snapshot of its disk would be. */
async function maintenance(...statements: readonly string[]): Promise<void> {
  const url = new URL(site.url);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

const name = () => new URL(site.url).pathname.slice(1);
const cut = (database: string) =>
  `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}' and pid <> pg_backend_pid()`;

async function backUp(): Promise<void> {
  await site.owner.client.$disconnect();
  await maintenance(
    `alter database ${name()} allow_connections false`,
    cut(name()),
    `create database ${name()}_backup template ${name()}`,
    `alter database ${name()} allow_connections true`,
  );
}

async function restore(): Promise<void> {
  await site.owner.client.$disconnect();
  await maintenance(
    `alter database ${name()} allow_connections false`,
    cut(name()),
    `alter database ${name()} rename to ${name()}_lost`,
    `alter database ${name()}_backup rename to ${name()}`,
  );
}

async function observed() {
  const portal = createDatabase({ url: site.url, role: 'postern_portal', maxConnections: 1 });
  const [observation] = await listObservations(portal.client);
  await portal.close();
  return observation;
}

async function confirm(since: Date): Promise<void> {
  const portal = createDatabase({ url: site.url, role: 'postern_portal', maxConnections: 1 });
  expect(await confirmObservation(portal.client, { siteId: site.siteId, since })).toBe(true);
  await portal.close();
}

/** How many commands that change something a BMC has heard. */
function writesTo({ bmc }: TestServer): number {
  const writes = ['set-user-name', 'set-user-password', 'set-user-access', 'chassis-control'];
  return writes.reduce((sum, command) => sum + (bmc.effects.received.get(command) ?? 0), 0);
}

test('a restored database is noticed, looked at, and worked on only when that is confirmed', async () => {
  const [old, fresh] = [await site.addServer(), await site.addServer()];
  const first = await site.start({ name: 'restored' });
  const before = await site.requestGrant(old);
  await untilState(site, before, 'active');
  await first.stop();
  // As a backup finds it that is taken in the middle of work.
  const waiting = await site.requestAction(fresh, { kind: 'power', operation: 'reset' });
  await backUp();

  const second = await site.start({ name: 'restored' });
  await until(async () => (await site.action(waiting)).state === 'succeeded');
  const made = await site.requestGrant(fresh);
  await untilState(site, made, 'active');
  const lost = (await site.revealPassword(made)).username;
  await site.endGrant(before);
  await untilState(site, before, 'revoked');
  await second.stop();
  await restore();

  const writes = [old, fresh].map(writesTo);
  const third = await site.start({ name: 'restored' });
  const observation = await until(async () => {
    const seen = await observed();
    return seen?.notLookedAt === 0 && seen.bmcs.length === 2 && seen;
  });
  expect(observation).toMatchObject({ cause: 'database-restored', siteName: 'Frankfurt' });
  const plans = observation.bmcs.flatMap(({ plan }) => plan);
  expect(plans).toContainEqual(expect.objectContaining({ kind: 'remove-account', username: lost }));
  expect(plans).toContainEqual(expect.objectContaining({ kind: 'account-missing', grantId: before }));
  expect(planDigest(observation.bmcs)).toMatch(/^[0-9a-f]{64}$/);

  // The reset that waited in the backup was done in the lost hours: it is not done again, nor is what comes in now.
  const late = await site.requestAction(old, { kind: 'power', operation: 'cycle' });
  for (const actionId of [waiting, late]) {
    await until(async () => (await site.action(actionId)).state === 'failed');
    expect((await site.action(actionId)).errorCode).toBe('site-observing');
  }
  expect(fresh.bmc.server.power.counts.resets).toBe(1);
  expect([old, fresh].map(writesTo)).toEqual(writes);
  expect(namesOn(fresh.bmc)).toContain(lost);
  const begun = await site.owner.client.auditEvent.findMany({ where: { type: 'site.observation-begun' } });
  expect(begun).toHaveLength(1);

  await confirm(observation.since);
  await until(async () => !namesOn(fresh.bmc).includes(lost));
  await third.stop();

  // Confirmed is confirmed: the next start finds the chain that it knows.
  const fourth = await site.start({ name: 'restored' });
  const next = await site.requestGrant(fresh);
  await untilState(site, next, 'active');
  expect(await observed()).toBeUndefined();
  await site.endGrant(next);
  await untilState(site, next, 'revoked');
  await fourth.stop();
}, 120_000);

test('an observation that an admin asks for stops what is at work, and no write passes until it is over', async () => {
  const server = await site.addServer();
  const broker = await site.start({ name: 'asked' });
  const grantId = await site.requestGrant(server);
  await untilState(site, grantId, 'active');
  await site.owner.client.$transaction((tx) =>
    observeSite(tx, {
      siteId: site.siteId,
      cause: 'asked-for',
      event: {
        type: 'site.observation-begun',
        actor: { kind: 'user', id: site.staff.id, name: 'Sam' },
        outcome: 'ok',
      },
    }),
  );
  await site.endGrant(grantId);
  const writes = writesTo(server);
  const seen = await until(async () => {
    const now = await observed();
    const planned = now?.bmcs.flatMap(({ plan }) => plan).some(({ kind }) => kind === 'revoke-grant');
    return planned && now;
  }, 60_000);
  expect(writesTo(server)).toBe(writes);
  expect((await site.grant(grantId)).state).toBe('revoking');
  await confirm(seen.since);
  await untilState(site, grantId, 'revoked');
  await broker.stop();
}, 90_000);
