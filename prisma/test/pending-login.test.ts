import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  createDatabase,
  type Database,
  forgetLogin,
  holdPendingLogin,
  markPendingLoginSent,
  putBmcSecret,
  queueDueRotations,
  readBmcForWork,
  swapPendingLogin,
} from '../src/index.ts';
import {
  createTestDatabase,
  insertServerFixture,
  type ServerFixture,
  type TestDatabase,
} from '../testing/index.ts';
import { expectRefusal } from './refusal.ts';

let database: TestDatabase;
let owner: Database;
let broker: Database;
let portal: Database;
let server: ServerFixture;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.url });
  broker = createDatabase({ url: database.url, role: 'postern_broker' });
  portal = createDatabase({ url: database.url, role: 'postern_portal' });
});
beforeEach(async () => {
  server = await insertServerFixture(owner.client);
  await type('first');
});
afterAll(async () => {
  for (const db of [owner, broker, portal]) await db.close();
  await database.drop();
});

const box = (word: string) => `box1.0000000000000000.AAAA.AAAA.${word}`;
const type = (word: string) =>
  putBmcSecret(portal.client, { bmcId: server.bmcId, kind: 'login', sealed: box(word) });
const hold = (word: string) => holdPendingLogin(broker.client, { bmcId: server.bmcId, sealed: box(word) });
const about = () => ({ bmcId: server.bmcId });

async function stored(): Promise<Record<string, string | boolean | null>> {
  const facts = await readBmcForWork(broker.client, about());
  const wordOf = (sealed: string | null | undefined) => sealed?.split('.').at(-1) ?? null;
  return {
    login: wordOf(facts?.sealedLogin),
    pending: wordOf(facts?.sealedPendingLogin),
    sent: facts?.pendingLoginSent ?? null,
    former: wordOf(facts?.sealedFormerLogin),
  };
}

describe('a login that is being replaced', () => {
  test('goes from pending to sent to stored, and the former one stays until it is forgotten', async () => {
    expect(await hold('second')).toBe(true);
    expect(await stored()).toEqual({ login: 'first', pending: 'second', sent: false, former: null });
    expect(await markPendingLoginSent(broker.client, about())).toBe(true);
    expect(await stored()).toMatchObject({ sent: true });
    expect(await swapPendingLogin(broker.client, about())).toBe(true);
    expect(await stored()).toEqual({ login: 'second', pending: null, sent: false, former: 'first' });
    await forgetLogin(broker.client, { ...about(), kind: 'login-former' });
    expect(await stored()).toMatchObject({ login: 'second', former: null });
  });

  test('is not swapped for one that the BMC never heard of, nor for none', async () => {
    expect(await swapPendingLogin(broker.client, about())).toBe(false);
    await hold('second');
    expect(await swapPendingLogin(broker.client, about())).toBe(false);
    expect(await stored()).toMatchObject({ login: 'first', pending: 'second' });
  });

  test('has one pending one at a time: the first may be on the BMC', async () => {
    await hold('second');
    expect(await hold('third')).toBe(false);
    expect(await stored()).toMatchObject({ pending: 'second' });
  });

  test('cannot be forgotten itself', async () => {
    await broker.client.$executeRaw`select forget_login(${server.bmcId}::uuid, 'login')`;
    expect(await stored()).toMatchObject({ login: 'first' });
  });

  test('that an admin types anew keeps the pending one, which the BMC may hold', async () => {
    await hold('second');
    await markPendingLoginSent(broker.client, about());
    await type('typed');
    expect(await stored()).toMatchObject({ login: 'typed', pending: 'second', sent: true });
  });

  test('loses its pending and former ones when the BMC moves: no host is offered another’s login', async () => {
    await hold('second');
    await markPendingLoginSent(broker.client, about());
    await swapPendingLogin(broker.client, about());
    await hold('third');
    await portal.client.bmc.update({ where: { id: server.bmcId }, data: { host: 'moved.test' } });
    expect(await stored()).toMatchObject({ login: 'second', pending: null, former: null });
  });

  test('is not put in as pending from outside', async () => {
    const put = portal.client
      .$executeRaw`select put_bmc_secret(${server.bmcId}::uuid, 'login-pending', ${box('x')})`;
    await expectRefusal(put, /only a login or a screen password/);
  });

  test('shows its age to the portal, and nothing else', async () => {
    await hold('second');
    expect(
      await portal.client
        .$queryRaw`select kind from bmc_secret_age where bmc_id = ${server.bmcId}::uuid order by kind`,
    ).toEqual([{ kind: 'login' }, { kind: 'login-pending' }]);
    await expectRefusal(portal.client.$executeRaw`select sealed from bmc_secret_age`, /does not exist/);
    await expectRefusal(broker.client.$executeRaw`select kind from bmc_secret_age`, /permission denied/);
  });
});

describe('a site’s schedule', () => {
  const actions = () =>
    owner.client.action.findMany({ where: { serverId: server.serverId, kind: 'rotate-credential' } });
  const age = (days: number) => owner.client.$executeRaw`
    update bmc_secret set changed_at = now() - make_interval(days => ${days}::int) where bmc_id = ${server.bmcId}::uuid`;
  const schedule = (rotateAfterDays: number | null) =>
    portal.client.site.update({ where: { id: server.siteId }, data: { rotateAfterDays } });
  const queue = () => queueDueRotations(broker.client, { siteId: server.siteId });

  test('asks for nothing while it is off, and for the logins that are too old once it is on', async () => {
    await age(40);
    expect(await queue()).toBe(0);
    await schedule(60);
    expect(await queue()).toBe(0);
    await schedule(30);
    expect(await queue()).toBe(1);
    expect(await queue()).toBe(0);
    expect(await actions()).toMatchObject([
      {
        state: 'requested',
        requestedById: null,
        parameters: { kind: 'rotate-credential', purpose: 'replace' },
      },
    ]);
  });

  test('asks for the end of a rotation that was broken off, also while it is off', async () => {
    await hold('second');
    expect(await queue()).toBe(1);
    expect(await actions()).toMatchObject([{ parameters: { kind: 'rotate-credential', purpose: 'finish' } }]);
  });

  test('rests for a day after a rotation that failed, and while logins are frozen', async () => {
    await age(40);
    await schedule(30);
    await queue();
    const [action] = await actions();
    const id = action?.id ?? '';
    await owner.client.action.update({ where: { id }, data: { state: 'running', startedAt: new Date() } });
    const failed = { state: 'failed', errorCode: 'unreachable', finishedAt: new Date() };
    await owner.client.action.update({ where: { id }, data: failed });
    expect(await queue()).toBe(0);
    await owner.client
      .$executeRaw`update action set finished_at = now() - interval '25 hours' where id = ${id}::uuid`;
    const frozenUntil = new Date(Date.now() + 600_000);
    await owner.client.bmc.update({ where: { id: server.bmcId }, data: { frozenUntil } });
    expect(await queue()).toBe(0);
    await owner.client.bmc.update({ where: { id: server.bmcId }, data: { frozenUntil: null } });
    expect(await queue()).toBe(1);
  });
});
