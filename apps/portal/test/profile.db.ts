/** What keeps one's own account: the sign-ins, and the password. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hashPassword } from '../src/server/auth/password.ts';
import { signIn } from '../src/server/auth/sign-in.ts';
import { call, openTestPortal, type TestPortal, testAddress } from './open-test-portal.ts';
import { makeWorld, type World } from './world.ts';

const password = 'correct horse battery';
const newPassword = 'staple battery horse';
let t: TestPortal;
let world: World;
let userId: string;
let email: string;
let passwordHash: string;
/** Of the person at the browser that asks. */
let cookie: string;

beforeAll(async () => {
  t = await openTestPortal();
  world = await makeWorld(t);
  userId = world.own.tenantId;
  passwordHash = await hashPassword(password);
});
afterAll(() => t.close());
beforeEach(async () => {
  await t.owner.client.signInAttempt.deleteMany();
  await t.owner.client.webSession.deleteMany();
  ({ email } = await t.owner.client.user.update({ where: { id: userId }, data: { passwordHash } }));
  cookie = await t.signIn(userId);
});

const visibleTo = async (who: string) => (await call(t.portal, 'viewer.get', undefined, who)).status;
const change = (typed: object) => call(t.portal, 'password.change', typed, cookie);
const enter = (typed: string, from = '203.0.113.9') =>
  signIn(t.portal, { email, password: typed, sourceAddress: from, userAgent: 'test' });
const lastEvent = () => t.owner.client.auditEvent.findFirstOrThrow({ orderBy: { seq: 'desc' } });

interface Listed {
  readonly id: string;
  readonly here: boolean;
}
async function listed(who: string): Promise<readonly Listed[]> {
  const { data } = await call(t.portal, 'webSessions.list', undefined, who);
  return (data as { items: readonly Listed[] }).items;
}
/** The id of the sign-in that a cookie stands for. */
async function idOf(who: string): Promise<string> {
  return (await listed(who)).find(({ here }) => here)?.id ?? 'none';
}

test("a person sees his own sign-ins that stand, this one first, and nobody else's", async () => {
  await t.signIn(world.other.tenantId);
  const over = await t.signIn(userId);
  const ended = await t.signIn(userId);
  const stands = await idOf(await t.signIn(userId));
  await t.owner.client.webSession.update({
    where: { id: await idOf(over) },
    data: { expiresAt: new Date(0) },
  });
  await t.owner.client.webSession.update({
    where: { id: await idOf(ended) },
    data: { revokedAt: new Date() },
  });
  const items = await listed(cookie);
  expect(items).toMatchObject([
    { here: true, sourceAddress: testAddress, userAgent: 'test' },
    { here: false, id: stands },
  ]);
});

test('a sign-in that is ended is worth nothing from then on; the others stand', async () => {
  const stolen = await t.signIn(userId);
  const kept = await t.signIn(userId);
  const webSessionId = await idOf(stolen);
  expect(await call(t.portal, 'webSessions.end', { webSessionId }, cookie)).toMatchObject({
    status: 200,
    data: { sessionsEnded: 1 },
  });
  expect([await visibleTo(stolen), await visibleTo(kept), await visibleTo(cookie)]).toEqual([401, 200, 200]);
  expect(await lastEvent()).toMatchObject({
    type: 'user.sessions-ended',
    actorId: userId,
    organisationId: world.own.organisationId,
    sourceAddress: testAddress,
  });
});

test("somebody else's sign-in, one that has ended and none at all look the same, and stay as they were", async () => {
  const theirs = await t.signIn(world.other.tenantId);
  const ended = await t.signIn(userId);
  const endedId = await idOf(ended);
  await call(t.portal, 'webSessions.end', { webSessionId: endedId }, cookie);
  for (const webSessionId of [await idOf(theirs), endedId, crypto.randomUUID()]) {
    const answer = await call(t.portal, 'webSessions.end', { webSessionId }, cookie);
    expect(answer).toMatchObject({ status: 404, error: { data: { reason: 'not-found' } } });
  }
  expect(await visibleTo(theirs)).toBe(200);
});

test('ending all others leaves this one and other people alone', async () => {
  const elsewhere = [await t.signIn(userId), await t.signIn(userId)];
  const theirs = await t.signIn(world.other.tenantId);
  expect(await call(t.portal, 'webSessions.endOthers', undefined, cookie)).toMatchObject({
    data: { sessionsEnded: 2 },
  });
  for (const other of elsewhere) expect(await visibleTo(other)).toBe(401);
  expect([await visibleTo(cookie), await visibleTo(theirs)]).toEqual([200, 200]);
  const events = await t.owner.client.auditEvent.count();
  await call(t.portal, 'webSessions.endOthers', undefined, cookie);
  expect(await t.owner.client.auditEvent.count()).toBe(events);
});

test('a changed password lets in, the old one does not, and every other sign-in has ended', async () => {
  const elsewhere = await t.signIn(userId);
  expect(await change({ password, newPassword })).toMatchObject({ status: 200, data: { sessionsEnded: 1 } });
  expect(await lastEvent()).toMatchObject({ type: 'user.password-changed', actorId: userId });
  expect([await visibleTo(elsewhere), await visibleTo(cookie)]).toEqual([401, 200]);
  expect(await enter(password)).toEqual({ ok: false, reason: 'refused' });
  expect(await enter(newPassword)).toMatchObject({ ok: true });
});

test('without the current password nothing changes, and the audit log says that somebody tried', async () => {
  const elsewhere = await t.signIn(userId);
  const answer = await change({ password: 'guessed by a thief', newPassword });
  expect(answer).toMatchObject({ status: 400, error: { data: { reason: 'password-wrong' } } });
  expect(answer.error?.data.fieldErrors).toHaveProperty('password');
  expect(await lastEvent()).toMatchObject({ type: 'user.proof-refused', outcome: 'refused' });
  expect(await visibleTo(elsewhere)).toBe(200);
  expect(await enter(password)).toMatchObject({ ok: true });
});

test('a new password keeps the rules of a first one', async () => {
  for (const tooBad of ['eleven char', 'x'.repeat(201)]) {
    const answer = await change({ password, newPassword: tooBad });
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.error?.data.fieldErrors).toHaveProperty('newPassword');
  }
});

test('wrong passwords on the profile and at the sign-in count against one limit', async () => {
  for (let i = 0; i < 5; i += 1) await change({ password: `guess ${i}`, newPassword });
  for (let i = 0; i < 5; i += 1) await enter(`guess ${i}`, testAddress);
  const answer = await change({ password, newPassword });
  expect(answer).toMatchObject({ status: 429, error: { data: { reason: 'too-many-attempts' } } });
  expect(await enter(password, testAddress)).toEqual({ ok: false, reason: 'too-many-attempts' });
});

test('a right password on the profile costs no try, however often', async () => {
  for (let i = 0; i < 12; i += 1) {
    const [from, to] = i % 2 === 0 ? [password, newPassword] : [newPassword, password];
    expect(await change({ password: from, newPassword: to })).toMatchObject({ status: 200 });
  }
  expect(await t.owner.client.signInAttempt.count()).toBe(0);
});

test('of two changes at once from the same password, one is made', async () => {
  const answers = await Promise.all([
    change({ password, newPassword }),
    change({ password, newPassword: 'another long password' }),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
});
