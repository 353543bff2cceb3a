import { insertServerFixture } from '@postern/database/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hashPassword } from '../src/server/auth/password.ts';
import { type SignInOutcome, signIn } from '../src/server/auth/sign-in.ts';
import { signOut } from '../src/server/auth/sign-out.ts';
import { call, cookieOf, openTestPortal, type TestPortal } from './open-test-portal.ts';

const password = 'correct horse battery';
const email = 'ana@acme.test';
let t: TestPortal;
let userId: string;
let organisationId: string;

beforeAll(async () => {
  t = await openTestPortal();
  const fixture = await insertServerFixture(t.owner.client);
  userId = fixture.tenantId;
  organisationId = fixture.organisationId;
  const passwordHash = await hashPassword(password);
  await t.owner.client.user.update({ where: { id: userId }, data: { email, passwordHash } });
});
afterAll(() => t.close());
beforeEach(async () => {
  await t.owner.client.signInAttempt.deleteMany();
  await t.owner.client.user.update({ where: { id: userId }, data: { disabledAt: null } });
  await t.owner.client.organisation.update({ where: { id: organisationId }, data: { suspendedAt: null } });
});

function enter(typed: { email?: string; password?: string; from?: string }): Promise<SignInOutcome> {
  return signIn(t.portal, {
    email: typed.email ?? email,
    password: typed.password ?? password,
    sourceAddress: typed.from ?? '203.0.113.9',
    userAgent: 'test',
  });
}

async function lastEvent() {
  return await t.owner.client.auditEvent.findFirstOrThrow({ orderBy: { seq: 'desc' } });
}

test('the right password opens a web session that the database knows, and the audit log says so', async () => {
  const outcome = await enter({ email: ' ANA@acme.test ' });
  expect(outcome).toMatchObject({ ok: true, userId });
  if (!outcome.ok) return;
  const viewer = await call(
    t.portal,
    'viewer.get',
    undefined,
    await cookieOf(t.portal, outcome.webSessionId),
  );
  expect(viewer).toMatchObject({ status: 200, data: { userId, email } });
  expect(await lastEvent()).toMatchObject({
    type: 'user.signed-in',
    actorId: userId,
    organisationId,
    sourceAddress: '203.0.113.9',
  });
});

test('signing out ends the session in the database: a kept copy of the cookie is worth nothing', async () => {
  const outcome = await enter({});
  if (!outcome.ok) throw new Error('the sign-in failed');
  const cookie = await cookieOf(t.portal, outcome.webSessionId);
  await signOut(t.portal, { webSessionId: outcome.webSessionId, sourceAddress: undefined });
  expect(await call(t.portal, 'viewer.get', undefined, cookie)).toMatchObject({ status: 401 });
  expect(await lastEvent()).toMatchObject({ type: 'user.signed-out', actorId: userId });
});

test('wrong, unknown, disabled and suspended get the same answer', async () => {
  const refused = { ok: false, reason: 'refused' };
  expect(await enter({ password: 'wrong' })).toEqual(refused);
  expect(await enter({ email: 'nobody@acme.test' })).toEqual(refused);
  await t.owner.client.user.update({ where: { id: userId }, data: { disabledAt: new Date() } });
  expect(await enter({})).toEqual(refused);
  await t.owner.client.user.update({ where: { id: userId }, data: { disabledAt: null } });
  await t.owner.client.organisation.update({
    where: { id: organisationId },
    data: { suspendedAt: new Date() },
  });
  expect(await enter({})).toEqual(refused);
});

test('a refusal is in the audit log without what was typed', async () => {
  await enter({ email: 'my-password-typed-in-the-wrong-field', password: 'hunter2-hunter2' });
  const event = await lastEvent();
  expect(event).toMatchObject({ type: 'user.sign-in-refused', outcome: 'refused', actorKind: 'anonymous' });
  expect(
    JSON.stringify(event, (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
  ).not.toMatch(/typed-in|hunter2/);
  expect(t.logLines.join('')).not.toMatch(/hunter2|correct horse|typed-in/);
});

test('of a hundred guesses at once, ten are looked at', async () => {
  const guesses = await Promise.all(
    Array.from({ length: 100 }, (_, i) => enter({ password: `guess ${i}`, from: `198.51.100.${i}` })),
  );
  const looked = guesses.filter((guess) => !guess.ok && guess.reason === 'refused');
  expect(looked).toHaveLength(10);
  expect(await enter({ from: '192.0.2.200' })).toEqual({ ok: false, reason: 'too-many-attempts' });
});

test('strangers who guess a person’s password cannot keep him out of where he works', async () => {
  expect(await enter({ from: '203.0.113.9' })).toMatchObject({ ok: true });
  for (let i = 0; i < 12; i += 1) await enter({ password: 'guess', from: `198.51.100.${i}` });
  expect(await enter({ from: '198.51.100.77' })).toEqual({ ok: false, reason: 'too-many-attempts' });
  expect(await enter({ from: '203.0.113.9' })).toMatchObject({ ok: true });
});

test('one address cannot try one password on everybody', async () => {
  const outcomes = [];
  for (let i = 0; i < 32; i += 1)
    outcomes.push(await enter({ email: `person${i}@acme.test`, from: '198.51.100.5' }));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(0);
  expect(outcomes.at(-1)).toEqual({ ok: false, reason: 'too-many-attempts' });
});

test('an unknown e-mail costs the same work as a known one', async () => {
  const hash = await hashPassword('x');
  // The parameters are part of the stored text: equal parameters mean equal work.
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  const { passwordMatches } = await import('../src/server/auth/password.ts');
  expect(await passwordMatches(null, 'the password of nobody')).toBe(false);
});
