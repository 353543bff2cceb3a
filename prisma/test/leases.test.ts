import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  assertLease,
  claimAction,
  claimGrantsToRevoke,
  createDatabase,
  type Database,
  keepHolds,
  LeaseLostError,
  registerBroker,
  releaseLease,
  renewLease,
  takeLease,
} from '../src/index.ts';
import {
  createTestDatabase,
  insertGrantFixture,
  insertServerFixture,
  type ServerFixture,
  type TestDatabase,
} from '../testing/index.ts';

let database: TestDatabase;
let owner: Database;
let db: Database;
let server: ServerFixture;
let rivalId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.url });
  db = createDatabase({ url: database.url, role: 'postern_broker', maxConnections: 20 });
  server = await insertServerFixture(owner.client);
  ({ brokerId: rivalId } = await register('broker-2'));
});

afterAll(async () => {
  await db.close();
  await owner.close();
  await database.drop();
});

function register(name: string) {
  const { siteId } = server;
  return registerBroker(db.client, {
    siteId,
    name,
    version: '1',
    consoleUrl: 'ws://x',
    guacdAvailable: false,
  });
}

/** A BMC of its own, a taker for each broker, and a way to let time pass. */
async function contest() {
  const { bmcId, brokerId } = await insertServerFixture(owner.client, server);
  const take = (who: string) => takeLease(db.client, { bmcId, brokerId: who, ttlSeconds: 30 });
  const lapse = () =>
    owner.client.$executeRaw`update bmc_lease set expires_at = now() where bmc_id = ${bmcId}::uuid`;
  const mine = async () => {
    const taken = await take(brokerId);
    if (taken === undefined) throw new Error('the BMC is taken');
    return { bmcId, brokerId, fence: taken.fence };
  };
  return { bmcId, brokerId, take, lapse, mine };
}

test('a held BMC is given to nobody else, and not to its holder again', async () => {
  const { take, brokerId } = await contest();
  expect(await take(brokerId)).toEqual({ fence: 1n });
  expect(await take(rivalId)).toBeUndefined();
  expect(await take(brokerId)).toBeUndefined();
});

test('of many who ask at once, one gets it', async () => {
  const { take, brokerId } = await contest();
  const takers = Array.from({ length: 20 }, (_, index) => take(index % 2 === 0 ? brokerId : rivalId));
  const taken = await Promise.all(takers);
  expect(taken.filter((lease) => lease !== undefined)).toHaveLength(1);
});

test('the fence grows with every hold, also over releases', async () => {
  const { take, mine, lapse } = await contest();
  await releaseLease(db.client, await mine());
  await releaseLease(db.client, await mine());
  await lapse();
  expect(await take(rivalId)).toEqual({ fence: 3n });
});

test('a holder who slept through his lease can neither renew, nor write, nor release it', async () => {
  const { take, mine, lapse } = await contest();
  const hold = await mine();
  await lapse();
  expect(await renewLease(db.client, { ...hold, ttlSeconds: 30 })).toBe(false);
  await expect(assertLease(db.client, hold)).rejects.toBeInstanceOf(LeaseLostError);
  const theirs = await take(rivalId);
  expect(theirs).toBeDefined();
  expect(await renewLease(db.client, { ...hold, ttlSeconds: 30 })).toBe(false);
  expect(await releaseLease(db.client, hold)).toBe(false);
  await expect(assertLease(db.client, hold)).rejects.toBeInstanceOf(LeaseLostError);
  expect(await take(rivalId)).toBeUndefined(); // the rival still holds it
});

test('an old hold of the same broker does not pass for its new one', async () => {
  const { mine, lapse } = await contest();
  const old = await mine();
  await lapse();
  const fresh = await mine();
  await expect(assertLease(db.client, old)).rejects.toBeInstanceOf(LeaseLostError);
  await expect(assertLease(db.client, fresh)).resolves.toBeUndefined();
});

test('a renewed lease outlives its first time', async () => {
  const { bmcId, mine } = await contest();
  const hold = await mine();
  expect(await renewLease(db.client, { ...hold, ttlSeconds: 600 })).toBe(true);
  const { expiresAt } = await owner.client.bmcLease.findUniqueOrThrow({ where: { bmcId } });
  expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(500_000);
});

test('a rival waits for a transaction that writes under the lease', async () => {
  const { take, mine, bmcId } = await contest();
  const hold = await mine();
  const order: string[] = [];
  const asserted = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const writing = db.transaction(async (tx) => {
    await assertLease(tx, hold);
    asserted.resolve();
    await finish.promise;
    order.push('written');
  });
  await asserted.promise;
  const lapsing = owner.client.$executeRaw`
    update bmc_lease set expires_at = now() where bmc_id = ${bmcId}::uuid`.then(() => take(rivalId));
  const taking = lapsing.then(() => order.push('taken'));
  await rivalWaits();
  finish.resolve();
  await Promise.all([writing, taking]);
  expect(order).toEqual(['written', 'taken']);
});

/** Until Postgres itself says that somebody waits for a lock. */
async function rivalWaits(): Promise<void> {
  for (;;) {
    const waiting = await owner.client.$queryRaw<unknown[]>`
      select 1 as waits from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (waiting.length > 0) return;
  }
}

test('a restarted broker gets its leases and claims back at once', async () => {
  const { bmcId } = await contest();
  const { brokerId } = await register('broker-3');
  const hold = { bmcId, brokerId, ttlSeconds: 3600 };
  expect(await takeLease(db.client, hold)).toEqual({ fence: 1n });
  expect(await register('broker-3')).toEqual({ brokerId });
  expect(await takeLease(db.client, hold)).toEqual({ fence: 2n });
});

test('many leases are prolonged in one statement, and what has lapsed or was taken over stays so', async () => {
  const [kept, lapsed, lost] = [await contest(), await contest(), await contest()];
  const holds = [await kept.mine(), await lapsed.mine(), await lost.mine()];
  const until = async (bmcId: string) =>
    (await owner.client.bmcLease.findUniqueOrThrow({ where: { bmcId } })).expiresAt.getTime();
  const [mine, old, theirs] = holds.map(({ bmcId }) => bmcId);
  await lapsed.lapse();
  await lost.lapse();
  await lost.take(rivalId);
  const before = await Promise.all([until(mine ?? ''), until(old ?? ''), until(theirs ?? '')]);

  await keepHolds(db.client, { brokerId: server.brokerId, holds, ttlSeconds: 300 });
  const after = await Promise.all([until(mine ?? ''), until(old ?? ''), until(theirs ?? '')]);
  expect(after[0]).toBeGreaterThan(before[0] + 200_000);
  expect(after.slice(1)).toEqual(before.slice(1));
});

test('the claim on the grant that a lease is held for is prolonged with it', async () => {
  const own = await insertServerFixture(owner.client, server);
  const { grantId } = await insertGrantFixture(owner.client, own, { state: 'revoking' });
  const { siteId, brokerId } = server;
  await claimGrantsToRevoke(db.client, { siteId, brokerId, claimSeconds: 30, limit: 10 });
  const taken = await takeLease(db.client, { bmcId: own.bmcId, brokerId, ttlSeconds: 30 });
  const claimedUntil = async () =>
    (await owner.client.grant.findUniqueOrThrow({ where: { id: grantId } })).claimedUntil?.getTime() ?? 0;
  const before = await claimedUntil();
  const holds = [{ bmcId: own.bmcId, fence: taken?.fence ?? 0n }];
  await keepHolds(db.client, { brokerId, holds, ttlSeconds: 300 });
  expect(await claimedUntil()).toBeGreaterThan(before + 200_000);
});

test('so is the claim on the action, and that of another broker stays as it is', async () => {
  const { siteId, brokerId } = server;
  async function claimed(by: string) {
    const own = await insertServerFixture(owner.client, server);
    const { id } = await owner.client.action.create({
      data: {
        serverId: own.serverId,
        requestedById: server.staffId,
        kind: 'bmc-posture',
        parameters: { kind: 'bmc-posture' },
        idempotencyKey: own.serverId,
      },
    });
    expect((await claimAction(db.client, { siteId, brokerId: by, claimSeconds: 30 }))?.actionId).toBe(id);
    const taken = await takeLease(db.client, { bmcId: own.bmcId, brokerId, ttlSeconds: 30 });
    const until = async () =>
      (await owner.client.action.findUniqueOrThrow({ where: { id } })).claimedUntil?.getTime() ?? 0;
    return { hold: { bmcId: own.bmcId, fence: taken?.fence ?? 0n }, until, before: await until() };
  }
  const mine = await claimed(brokerId);
  const theirs = await claimed(rivalId);
  await keepHolds(db.client, { brokerId, holds: [mine.hold, theirs.hold], ttlSeconds: 300 });
  expect(await mine.until()).toBeGreaterThan(mine.before + 200_000);
  expect(await theirs.until()).toBe(theirs.before);
});
