import { expect, test } from 'vitest';
import { readPreferences } from './preferences.ts';

const withCookies = (cookies: Record<string, string>) => readPreferences((name) => cookies[name]);

test('a browser that remembers nothing follows its system and is shown UTC', () => {
  expect(withCookies({})).toEqual({ theme: 'system', timeZone: 'UTC' });
});

test('what was chosen comes back', () => {
  expect(withCookies({ 'postern-theme': 'dark', 'postern-time-zone': 'Europe%2FBerlin' })).toEqual({
    theme: 'dark',
    timeZone: 'Europe/Berlin',
  });
});

test.each(['%E0%A4%A', 'Nowhere/Land', '"><script>'])('a cookie of %s breaks no page', (value) => {
  expect(withCookies({ 'postern-theme': value, 'postern-time-zone': value })).toEqual({
    theme: 'system',
    timeZone: 'UTC',
  });
});
