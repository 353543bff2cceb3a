import { expect, test } from 'vitest';
import { readEnvironment } from './env.ts';

const usable = {
  DATABASE_URL: 'postgres://localhost/postern',
  NEXTAUTH_URL: 'https://portal.example',
  NEXTAUTH_SECRET_FILE: '/run/secret',
  POSTERN_PORTAL_KEY_FILE: '/run/key',
};

test('an unusable environment is refused with all its problems and none of its values', () => {
  const attempt = () =>
    readEnvironment({ ...usable, DATABASE_URL: '', NEXTAUTH_URL: 'hunter2', POSTERN_LOG_LEVEL: 'loud' });
  expect(attempt).toThrow(/DATABASE_URL[\s\S]*NEXTAUTH_URL[\s\S]*POSTERN_LOG_LEVEL/);
  expect(attempt).not.toThrow(/hunter2/);
});

test('no proxy is trusted and the least role is taken unless somebody says otherwise', () => {
  const env = readEnvironment(usable);
  expect(env.POSTERN_TRUSTED_PROXIES).toEqual([]);
  expect(env.POSTERN_DATABASE_ROLE).toBe('postern_portal');
});

test('an empty role means none: the login keeps its own rights', () => {
  expect(readEnvironment({ ...usable, POSTERN_DATABASE_ROLE: '' }).POSTERN_DATABASE_ROLE).toBe('');
});
