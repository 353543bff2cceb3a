/** The second factor: how it is added, asked for at the sign-in, and taken away. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hashPassword } from '../src/server/auth/password.ts';
import { hashRecoveryCode } from '../src/server/auth/recovery-code.ts';
import { sealOffer } from '../src/server/auth/second-factor-offer.ts';
import { type SignInOutcome, signIn } from '../src/server/auth/sign-in.ts';
import { call, openTestPortal, type TestPortal } from './open-test-portal.ts';
import { codeOf, giveSecondFactor } from './second-factor-of.ts';
import { makeWorld, type World } from './world.ts';

const password = 'correct horse battery';
const recoveryCode = 'abcd-efgh-jkmn-pqrs';
let t: TestPortal;
let world: World;
let userId: string;
let email: string;
let cookie: string;
let passwordHash: string;

beforeAll(async () => {
  t = await openTestPortal();
  world = await makeWorld(t);
  userId = world.own.tenantId;
  passwordHash = await hashPassword(password);
});
afterAll(() => t.close());
beforeEach(async () => {
  const { client } = t.owner;
  await client.signInAttempt.deleteMany();
  await client.secondFactor.deleteMany();
  await client.webSession.deleteMany();
  ({ email } = await client.user.update({ where: { id: userId }, data: { passwordHash, disabledAt: null } }));
  cookie = await t.signIn(userId);
});

function enter(typed: { password?: string; code?: string; from?: string }): Promise<SignInOutcome> {
  return signIn(t.portal, {
    email,
    password: typed.password ?? password,
    code: typed.code,
    sourceAddress: typed.from ?? '203.0.113.9',
    userAgent: 'test',
  });
}
const ask = (path: string, input?: unknown) => call(t.portal, path, input, cookie);
const wrongCode = { ok: false, reason: 'code-wrong' };
const codeNeeded = { ok: false, reason: 'code-needed' };
const typesOf = async (count: number) => {
  const events = await t.owner.client.auditEvent.findMany({ orderBy: { seq: 'desc' }, take: count });
  return events.map(({ type }) => type);
};
const attempts = () => t.owner.client.signInAttempt.count();

/** A code of six digits that is none of those that are right about now. */
function wrongCodeOf(secret: string): string {
  const right = [-2, -1, 0, 1, 2].map((step) => codeOf(secret, step));
  const wrong = ['000000', '111111', '222222', '333333', '444444', '555555'].find(
    (code) => !right.includes(code),
  );
  if (wrong === undefined) throw new Error('five codes cannot be six');
  return wrong;
}

interface Offer {
  readonly secret: string;
  readonly address: string;
  readonly offer: string;
}

describe('adding', () => {
  test('what was offered and confirmed with a code of it is asked for at the next sign-in', async () => {
    const { secret, address, offer } = (await ask('secondFactor.offer')).data as Offer;
    expect(new URL(address).searchParams.get('secret')).toBe(secret);
    const code = codeOf(secret);
    const added = await ask('secondFactor.confirm', { offer, code, password });
    expect(added).toMatchObject({ status: 200 });
    const { recoveryCodes } = added.data as { recoveryCodes: string[] };
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await typesOf(1)).toEqual(['user.second-factor-added']);
    expect((await ask('secondFactor.get')).data).toMatchObject({ factor: { codesLeft: 10 } });
    expect(await enter({})).toEqual(codeNeeded);
    // The code that confirmed it is taken.
    expect(await enter({ code })).toEqual(wrongCode);
    expect(await enter({ code: codeOf(secret, 1) })).toMatchObject({ ok: true, userId });
    expect(await enter({ code: recoveryCodes[7] ?? '' })).toMatchObject({ ok: true, userId });
  });

  test('an offer that nobody confirms leaves nothing behind and asks for nothing', async () => {
    await ask('secondFactor.offer');
    expect(await t.owner.client.secondFactor.count()).toBe(0);
    expect(await enter({})).toMatchObject({ ok: true });
  });

  test('a wrong code, a wrong password, and an offer to somebody else store nothing', async () => {
    const { secret, offer } = (await ask('secondFactor.offer')).data as Offer;
    const code = codeOf(secret);
    const theirs = await sealOffer(
      { userId: world.other.tenantId, totpSecret: secret },
      t.portal.sessionSecret,
    );
    const forged = await sealOffer({ userId, totpSecret: secret }, 'another secret');
    const cases = [
      [{ offer, code: wrongCodeOf(secret), password }, 'code-wrong'],
      [{ offer, code, password: 'guessed by a thief' }, 'password-wrong'],
      [{ offer: theirs, code, password }, 'offer-over'],
      [{ offer: forged, code, password }, 'offer-over'],
      [{ offer: cookie.split('=')[1], code, password }, 'offer-over'],
    ] as const;
    for (const [input, reason] of cases) {
      expect(await ask('secondFactor.confirm', input)).toMatchObject({ error: { data: { reason } } });
    }
    expect(await t.owner.client.secondFactor.count()).toBe(0);
  });

  test('there is one: a second is refused and the first stays', async () => {
    const first = await giveSecondFactor(t, userId);
    const { secret, offer } = (await ask('secondFactor.offer')).data as Offer;
    const answer = await ask('secondFactor.confirm', { offer, code: codeOf(secret), password });
    expect(answer).toMatchObject({ status: 409, error: { data: { reason: 'second-factor-there' } } });
    expect(await enter({ code: codeOf(first) })).toMatchObject({ ok: true });
  });

  test('the secret is stored sealed and the recovery codes hashed, and neither is in the log', async () => {
    const { secret, offer } = (await ask('secondFactor.offer')).data as Offer;
    const added = await ask('secondFactor.confirm', { offer, code: codeOf(secret), password });
    const { recoveryCodes } = added.data as { recoveryCodes: string[] };
    const [row] = await t.owner.client.$queryRaw<{ all: string }[]>`
      select (select string_agg(f::text, '') from second_factor f) || (select string_agg(c::text, '') from recovery_code c)
        || (select string_agg(e::text, '') from audit_event e) as all`;
    const kept = `${row?.all}${t.logLines.join('')}`;
    expect(kept).toContain(hashRecoveryCode(recoveryCodes[0] ?? ''));
    for (const told of [secret, ...recoveryCodes]) expect(kept.includes(told)).toBe(false);
  });
});

describe('at the sign-in', () => {
  test('the right password alone opens nothing, costs no try and gains no trust, however often', async () => {
    await giveSecondFactor(t, userId);
    await t.owner.client.webSession.deleteMany();
    for (let i = 0; i < 12; i += 1) expect(await enter({})).toEqual(codeNeeded);
    expect([await attempts(), await t.owner.client.webSession.count()]).toEqual([0, 0]);
  });

  test('a wrong password is refused as ever, with a right code or without', async () => {
    const code = codeOf(await giveSecondFactor(t, userId));
    for (const typed of [{}, { code }]) {
      expect(await enter({ password: 'wrong', ...typed })).toEqual({ ok: false, reason: 'refused' });
    }
    // The code was not taken by that.
    expect(await enter({ code })).toMatchObject({ ok: true });
  });

  test('a code counts once, and none of an earlier time after it', async () => {
    const secret = await giveSecondFactor(t, userId);
    expect(await enter({ code: codeOf(secret) })).toMatchObject({ ok: true });
    expect(await enter({ code: codeOf(secret) })).toEqual(wrongCode);
    expect(await enter({ code: codeOf(secret, -1) })).toEqual(wrongCode);
  });

  test('of many sign-ins at once with one code, one is let in', async () => {
    const code = codeOf(await giveSecondFactor(t, userId));
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, i) => enter({ code, from: `198.51.100.${i}` })),
    );
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('a recovery code counts once, however it is typed, and the audit log says how many are left', async () => {
    await giveSecondFactor(t, userId, [recoveryCode, 'another'].map(hashRecoveryCode));
    const code = ' ABCD efgh JKMN pqrs';
    const all = await Promise.all(
      Array.from({ length: 4 }, (_, i) => enter({ code, from: `198.51.100.${i}` })),
    );
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await enter({ code: recoveryCode })).toEqual(wrongCode);
    const event = await t.owner.client.auditEvent.findFirstOrThrow({
      where: { type: 'user.recovery-code-used' },
      orderBy: { seq: 'desc' },
    });
    expect(event).toMatchObject({ actorId: userId, outcome: 'ok', details: { left: 1 } });
  });

  test("another person's recovery code opens nothing", async () => {
    await giveSecondFactor(t, world.other.tenantId, [hashRecoveryCode(recoveryCode)]);
    await giveSecondFactor(t, userId);
    expect(await enter({ code: recoveryCode })).toEqual(wrongCode);
  });

  test('wrong codes count against the limit of wrong passwords, and stand in the audit log', async () => {
    const secret = await giveSecondFactor(t, userId);
    for (let i = 0; i < 5; i += 1) await enter({ password: `guess ${i}` });
    for (let i = 0; i < 5; i += 1) expect(await enter({ code: wrongCodeOf(secret) })).toEqual(wrongCode);
    expect(await typesOf(10)).toEqual(Array.from({ length: 10 }, () => 'user.sign-in-refused'));
    expect(await enter({ code: codeOf(secret) })).toEqual({ ok: false, reason: 'too-many-attempts' });
    expect(await enter({})).toEqual({ ok: false, reason: 'too-many-attempts' });
  });

  test('of many guessed codes at once, ten are looked at', async () => {
    const code = wrongCodeOf(await giveSecondFactor(t, userId));
    const all = await Promise.all(
      Array.from({ length: 24 }, (_, i) => enter({ code, from: `198.51.100.${i}` })),
    );
    expect(all.filter((each) => !each.ok && each.reason === 'code-wrong')).toHaveLength(10);
  });

  test('somebody disabled is refused before he is asked for a code', async () => {
    const code = codeOf(await giveSecondFactor(t, userId));
    await t.owner.client.user.update({ where: { id: userId }, data: { disabledAt: new Date() } });
    for (const typed of [{}, { code }]) {
      expect(await enter(typed)).toEqual({ ok: false, reason: 'refused' });
    }
  });

  test('a code is not taken when the audit log cannot be written', async () => {
    const code = codeOf(await giveSecondFactor(t, userId));
    await t.owner.client.$executeRaw`revoke insert on audit_event from postern_portal`;
    await expect(enter({ code })).rejects.toThrow();
    await t.owner.client.$executeRaw`grant insert on audit_event to postern_portal`;
    expect(await enter({ code })).toMatchObject({ ok: true });
  });
});

describe('removing', () => {
  test('with the password and a code it is gone, recovery codes included', async () => {
    const secret = await giveSecondFactor(t, userId, [hashRecoveryCode(recoveryCode)]);
    expect(await ask('secondFactor.remove', { password, code: codeOf(secret) })).toMatchObject({
      status: 200,
    });
    expect(await typesOf(1)).toEqual(['user.second-factor-removed']);
    expect(await t.owner.client.recoveryCode.count()).toBe(0);
    expect(await enter({})).toMatchObject({ ok: true });
  });

  test('without either it stays, and guesses count against the limit of the sign-in', async () => {
    const secret = await giveSecondFactor(t, userId);
    const code = wrongCodeOf(secret);
    expect(await ask('secondFactor.remove', { password: 'a wrong one', code: codeOf(secret) })).toMatchObject(
      {
        error: { data: { reason: 'password-wrong' } },
      },
    );
    for (let i = 0; i < 9; i += 1) {
      expect(await ask('secondFactor.remove', { password, code })).toMatchObject({
        error: { data: { reason: 'code-wrong' } },
      });
    }
    expect(await ask('secondFactor.remove', { password, code: codeOf(secret) })).toMatchObject({
      error: { data: { reason: 'too-many-attempts' } },
    });
    expect(await t.owner.client.secondFactor.count()).toBe(1);
    expect(await typesOf(1)).toEqual(['user.proof-refused']);
  });

  test('an administrator takes a lost one away, with the reason in the audit log, but not his own that way', async () => {
    await giveSecondFactor(t, userId);
    await giveSecondFactor(t, world.adminId);
    const admin = await t.signIn(world.adminId);
    const remove = (whose: string) =>
      call(
        t.portal,
        'people.removeSecondFactor',
        { userId: whose, reason: 'lost phone, called back' },
        admin,
      );
    const list = await call(t.portal, 'people.list', {}, admin);
    expect((list.data as { items: { id: string }[] }).items.find(({ id }) => id === userId)).toMatchObject({
      secondFactor: true,
    });
    expect(await remove(userId)).toMatchObject({ status: 200, data: { removed: true } });
    const event = await t.owner.client.auditEvent.findFirstOrThrow({ orderBy: { seq: 'desc' } });
    expect(event).toMatchObject({
      type: 'user.second-factor-removed',
      actorId: world.adminId,
      organisationId: world.own.organisationId,
      details: { userId, reason: 'lost phone, called back' },
    });
    expect(await enter({})).toMatchObject({ ok: true });
    expect(await remove(world.adminId)).toMatchObject({
      error: { data: { reason: 'own-second-factor' } },
    });
  });
});
