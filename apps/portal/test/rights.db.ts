/** What the portal cannot do even when it wants to: its database role, not its code, keeps these. */
import type { Database } from '@postern/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestPortal, type TestPortal } from './open-test-portal.ts';
import { makeTarget, makeWorld, type Target, type World } from './world.ts';

let t: TestPortal;
let db: Database;
let world: World;
let target: Target;

beforeAll(async () => {
  t = await openTestPortal();
  db = t.portal.db;
  world = await makeWorld(t);
  target = await makeTarget(t, world.own, true);
});
afterAll(() => t.close());

const denied = /permission denied|append-only/;

describe('the portal cannot', () => {
  test('read a BMC secret', async () => {
    await expect(db.client.$queryRaw`select sealed from bmc_secret`).rejects.toThrow(denied);
    await expect(db.client.$queryRaw`select count(*) from bmc_secret`).rejects.toThrow(denied);
    await expect(db.client.bmcSecret.findMany()).rejects.toThrow();
  });

  test('read a password that is sealed for brokers', async () => {
    await expect(db.client.$queryRaw`select password_for_broker from account`).rejects.toThrow(denied);
    await expect(db.client.$queryRaw`select a.* from account a`).rejects.toThrow(denied);
  });

  test('start a grant, or call one revoked', async () => {
    const grantId = target.grantId;
    await expect(
      db.client.$executeRaw`update access_grant set starts_at = now() where id = ${grantId}::uuid`,
    ).rejects.toThrow(denied);
    await expect(
      db.client
        .$executeRaw`update access_grant set revoked_at = now(), proof = '{}' where id = ${grantId}::uuid`,
    ).rejects.toThrow(denied);
  });

  test('say that an action was done, or forge a broker', async () => {
    await expect(db.client.$executeRaw`update action set state = 'running'`).rejects.toThrow(denied);
    await expect(db.client.$executeRaw`update broker set console_url = 'wss://evil.test'`).rejects.toThrow(
      denied,
    );
  });

  test('change or remove a line of the audit log', async () => {
    await expect(db.client.$executeRaw`update audit_event set actor_name = 'x'`).rejects.toThrow(denied);
    await expect(db.client.$executeRaw`delete from audit_event`).rejects.toThrow(denied);
    await expect(db.client.$executeRaw`update audit_head set seq = 0`).rejects.toThrow(denied);
  });
});
