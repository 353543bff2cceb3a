/** No answer of any procedure carries a sealed value, a hash or a secret; one carries the one password. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '../src/server/auth/password.ts';
import { call, openTestPortal, procedurePaths, procedureType, type TestPortal } from './open-test-portal.ts';
import { inputOf, procedureTable } from './procedure-table.ts';
import { beatBrokers, holdSite, makeTarget, makeWorld, temporaryPassword, type World } from './world.ts';

let t: TestPortal;
let world: World;
const answers: { path: string; text: string }[] = [];

beforeAll(async () => {
  t = await openTestPortal();
  world = await makeWorld(t);
  const passwordHash = await hashPassword('a password of somebody');
  await t.owner.client.user.updateMany({ data: { passwordHash } });
  for (const path of procedurePaths().filter((name) => procedureType(name) !== 'subscription')) {
    const row = procedureTable[path];
    if (row === undefined) continue;
    for (const role of row.roles) {
      const userId = { tenant: world.own.tenantId, support: world.supportId, admin: world.adminId }[role];
      await t.owner.client.user.update({ where: { id: userId }, data: { disabledAt: null } });
      await t.owner.client.organisation.updateMany({ data: { suspendedAt: null } });
      // Some of these take seconds on a busy machine, and a broker is gone after 15.
      await beatBrokers(t);
      const target = await makeTarget(t, world.own, row.needsGrant ?? false);
      if (row.needsHold) await holdSite(t, target.siteId);
      const answer = await call(
        t.portal,
        path,
        await inputOf(row, target, t, userId),
        await t.signIn(userId),
      );
      expect({ path, role, status: answer.status }).toEqual({ path, role, status: 200 });
      answers.push({ path, text: answer.text });
    }
  }
});
afterAll(() => t.close());

const forbidden = [
  ['a sealed value', /box1\./],
  ['a password hash', /argon2/],
  ['a private key', /PRIVATE KEY/],
  ['a BMC login that was typed', /hunter2/],
  [
    'a field that names one',
    /passwordForTenant|passwordForBroker|password_for|passwordHash|tokenHash|"sealed"/,
  ],
] as const;

test.each(forbidden)('no answer holds %s', (_name, pattern) => {
  expect(answers.length).toBeGreaterThan(50);
  expect(answers.filter(({ text }) => pattern.test(text))).toEqual([]);
});

test('the temporary password is in the answer to `grants.reveal` and in no other', () => {
  const holders = answers.filter(({ text }) => text.includes(temporaryPassword)).map(({ path }) => path);
  expect(new Set(holders)).toEqual(new Set(['grants.reveal']));
});

test('nor does the log or the audit log hold any of it', async () => {
  const events = await t.owner.client.$queryRaw<
    { line: string }[]
  >`select e::text as line from audit_event e`;
  const lines = [...t.logLines, ...events.map(({ line }) => line)].join('\n');
  expect(lines).not.toContain(temporaryPassword);
  expect(lines).not.toMatch(/box1\.|hunter2|argon2|a long enough password/);
});
