import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn } from '../src/server/auth/sign-in.ts';
import { openTestPortal, type TestPortal } from './open-test-portal.ts';

let t: TestPortal;
beforeAll(async () => {
  t = await openTestPortal();
});
afterAll(() => t.close());

const guess = (email: string) =>
  signIn(t.portal, { email, password: 'x', sourceAddress: '198.51.100.9', userAgent: undefined });

test('what a stranger types as his e-mail is kept nowhere: people type passwords there', async () => {
  await guess('hunter2-in-the-wrong-field');
  expect(await t.owner.client.signInAttempt.count()).toBe(1);
  expect(await t.owner.client.signInAttempt.findMany()).not.toContainEqual(
    expect.objectContaining({ email: expect.stringContaining('hunter2') }),
  );
});

test('attempts that weigh no more are forgotten, whoever made them', async () => {
  await t.owner.client.$executeRaw`
    insert into sign_in_attempt (email, source_address, succeeded, at)
    values ('long ago', '203.0.113.1', false, now() - interval '32 days'),
           ('last week', '203.0.113.1', true, now() - interval '7 days')`;
  await guess('somebody@acme.test');
  const left = (await t.owner.client.signInAttempt.findMany()).map(({ email }) => email);
  expect(left).not.toContain('long ago');
  expect(left).toContain('last week');
});
