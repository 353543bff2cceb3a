/** The database is away, or refuses what has to be recorded: access ends all the same, and the record catches up. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CabledBroker, startOnCable, startOnDeadCable, untilFollowed } from './support/cabled-broker.ts';
import {
  canLogIn,
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

async function activeGrant(server: TestServer, brokers: readonly CabledBroker[], seconds: number) {
  const grantId = await site.requestGrant(server, 3_600);
  await untilState(site, grantId, 'active');
  await site.owner.client.$executeRaw`
    update access_grant set ends_at = clock_timestamp() + make_interval(secs => ${seconds}::float8)
     where id = ${grantId}::uuid`;
  for (const { journal } of brokers) await untilFollowed(site, journal, grantId);
  return grantId;
}

async function untilAwayFor({ broker }: CabledBroker, seconds: number): Promise<void> {
  await until(async () => {
    const text = await broker.metrics.registry.getSingleMetricAsString('postern_database_away_seconds');
    return Number(text.trim().split(' ').at(-1)) >= seconds;
  });
}

const revokedEvents = (grantId: string) =>
  site.owner.client.auditEvent.findMany({ where: { grantId, type: 'grant.revoked' } });

describe('with the database away', () => {
  test('access ends by the last end that was known, and is recorded once when it is back', async () => {
    const server = await site.addServer();
    const cabled = await startOnCable(site, 'away-1');
    const grantId = await activeGrant(server, [cabled], 10);
    const login = await site.revealPassword(grantId);
    cabled.cable.switchOff();

    await until(async () => cabled.journal.state.unrecorded.size === 1);
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
    expect(await canLogIn(server.bmc, login)).toBe(false);
    expect((await site.grant(grantId)).state).toBe('active');

    cabled.cable.switchOn();
    const grant = await untilState(site, grantId, 'revoked');
    expect(grant).toMatchObject({ endCause: 'expired', proof: { login: 'refused', readBack: 'absent' } });
    expect(grant.accounts).toMatchObject([{ passwordForBroker: null, passwordForTenant: null }]);
    expect(await revokedEvents(grantId)).toMatchObject([
      { details: { databaseAway: true, login: 'refused' } },
    ]);
    await until(async () => cabled.journal.state.unrecorded.size === 0);
    await cabled.broker.stop();
  });

  test('before the end that was known, and on access without an end, a broker alone does nothing', async () => {
    const [timed, permanent] = [await site.addServer(), await site.addServer()];
    const cabled = await startOnCable(site, 'away-2');
    await activeGrant(timed, [cabled], 3_600);
    const permanentId = await site.requestPermanentGrant(permanent);
    await untilState(site, permanentId, 'active');
    await untilFollowed(site, cabled.journal, permanentId);
    cabled.cable.switchOff();
    await untilAwayFor(cabled, 3);
    expect(namesOn(timed.bmc)).toHaveLength(2);
    expect(namesOn(permanent.bmc)).toHaveLength(2);
    cabled.cable.switchOn();
    await cabled.broker.stop();
  });

  test('an extension that a cut-off broker could not see ends too early, and the record says why', async () => {
    const server = await site.addServer();
    const cabled = await startOnCable(site, 'away-3');
    const grantId = await activeGrant(server, [cabled], 10);
    cabled.cable.switchOff();
    await site.owner.client.$executeRaw`
      update access_grant set ends_at = ends_at + interval '1 hour', extensions = 1 where id = ${grantId}::uuid`;
    await until(async () => cabled.journal.state.unrecorded.size === 1);
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
    cabled.cable.switchOn();
    expect(await untilState(site, grantId, 'revoked')).toMatchObject({ endCause: 'database-away' });
    expect(await site.auditOf(grantId)).toContain('grant.end-requested');
    await cabled.broker.stop();
  });

  test('a broker that is started again while the database is away goes on from its journal', async () => {
    const server = await site.addServer();
    const first = await startOnCable(site, 'away-8');
    const grantId = await activeGrant(server, [first], 10);
    await first.broker.stop();
    const second = await startOnDeadCable(site, 'away-8');
    await until(async () => second.journal.state.unrecorded.size === 1);
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
    second.cable.switchOn();
    const broker = await second.started;
    expect(await untilState(site, grantId, 'revoked')).toMatchObject({ endCause: 'expired' });
    expect(await revokedEvents(grantId)).toMatchObject([{ details: { databaseAway: true } }]);
    await broker.stop();
    await second.cable.close();
  });

  test('two brokers that take the same account away at once harm nothing, and it is recorded once', async () => {
    const server = await site.addServer();
    const pair = [await startOnCable(site, 'away-4'), await startOnCable(site, 'away-5')];
    const grantId = await activeGrant(server, pair, 10);
    const login = await site.revealPassword(grantId);
    for (const { cable } of pair) cable.switchOff();
    await until(async () => pair.every(({ journal }) => journal.state.unrecorded.size === 1));
    expect(namesOn(server.bmc)).toEqual(['ADMIN']);
    expect(await canLogIn(server.bmc, login)).toBe(false);
    for (const { cable } of pair) cable.switchOn();
    await until(async () => pair.every(({ journal }) => journal.state.unrecorded.size === 0));
    expect(await untilState(site, grantId, 'revoked')).toMatchObject({ endCause: 'expired' });
    expect(await revokedEvents(grantId)).toHaveLength(1);
    for (const { broker } of pair) await broker.stop();
  });

  test('a broker that comes back to a database where another one did the work takes nothing of it back', async () => {
    const server = await site.addServer();
    const [cut, whole] = [await startOnCable(site, 'away-6'), await startOnCable(site, 'away-7')];
    const grantId = await activeGrant(server, [cut, whole], 10);
    cut.cable.switchOff();
    await untilState(site, grantId, 'revoked');
    // The slot is free again, and the next tenant's account may stand in it now.
    const next = await site.requestGrant(server, 3_600);
    await untilState(site, next, 'active');
    const login = await site.revealPassword(next);
    await until(async () => cut.journal.state.unrecorded.size === 1);
    expect(await canLogIn(server.bmc, login)).toBe(true);
    cut.cable.switchOn();
    await until(async () => cut.journal.state.unrecorded.size === 0);
    expect(await revokedEvents(grantId)).toHaveLength(1);
    expect((await site.grant(next)).state).toBe('active');
    await site.endGrant(next);
    await untilState(site, next, 'revoked');
    for (const { broker } of [cut, whole]) await broker.stop();
  });
});

describe('with a database that takes no audit event, as one whose disk is full', () => {
  const refuse = () => site.owner.client.$executeRaw`
    create function refuse_all() returns trigger language plpgsql as $$
    begin raise exception 'no space left on device' using errcode = 'disk_full'; end $$`;
  async function fillUp(): Promise<void> {
    await refuse();
    await site.owner.client.$executeRaw`
      create trigger a_full_disk before insert on audit_event for each row execute function refuse_all()`;
  }
  async function makeRoom(): Promise<void> {
    await site.owner.client.$executeRaw`drop trigger a_full_disk on audit_event`;
    await site.owner.client.$executeRaw`drop function refuse_all()`;
  }

  test('no access begins, and what is over ends all the same, with its proof kept until it can be recorded', async () => {
    const [server, other] = [await site.addServer(), await site.addServer()];
    const cabled = await startOnCable(site, 'full-1');
    const grantId = await activeGrant(server, [cabled], 10);
    await fillUp();
    try {
      const asked = await site.requestGrant(other, 3_600);
      await until(async () => cabled.journal.state.unrecorded.size === 1);
      expect(namesOn(server.bmc)).toEqual(['ADMIN']);
      expect((await site.grant(grantId)).state).toBe('active');
      expect(namesOn(other.bmc)).toEqual(['ADMIN']);
      expect((await site.grant(asked)).state).toBe('requested');
      expect(other.bmc.effects.received.get('set-user-name') ?? 0).toBe(0);
    } finally {
      await makeRoom();
    }
    expect(await untilState(site, grantId, 'revoked')).toMatchObject({ proof: { login: 'refused' } });
    expect(await revokedEvents(grantId)).toMatchObject([{ details: { databaseAway: true } }]);
    await cabled.broker.stop();
  });

  test('a revocation that was asked for takes the account away, and is recorded when there is room', async () => {
    const server = await site.addServer();
    const cabled = await startOnCable(site, 'full-2');
    const grantId = await activeGrant(server, [cabled], 3_600);
    await fillUp();
    try {
      await site.endGrant(grantId);
      await until(async () => namesOn(server.bmc).length === 1);
      await until(async () => cabled.journal.state.unrecorded.size === 1);
      expect((await site.grant(grantId)).state).toBe('revoking');
    } finally {
      await makeRoom();
    }
    await untilState(site, grantId, 'revoked');
    expect(await revokedEvents(grantId)).toHaveLength(1);
    await cabled.broker.stop();
  });
});
