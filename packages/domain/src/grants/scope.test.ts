import { expect, test } from 'vitest';
import { consoleRightOf, decideScopes, grantScopes, scopesOffered } from './scope.ts';

const all = { hasBmc: true, hasConsole: true, hasMedia: true };

test('a server that can do everything offers what policy allows, and no more', () => {
  expect(scopesOffered(grantScopes, all)).toEqual(grantScopes);
  expect(scopesOffered(['account', 'view'], all)).toEqual(['view', 'account']);
});

test.each([
  ['no console', { ...all, hasConsole: false }, ['power', 'media', 'account']],
  ['no virtual media', { ...all, hasMedia: false }, ['view', 'console', 'power', 'account']],
  ['no BMC', { hasBmc: false, hasConsole: false, hasMedia: false }, []],
])('a server with %s does not offer it', (_, abilities, offered) => {
  expect(scopesOffered(grantScopes, abilities)).toEqual(offered);
});

test('whoever may type may look; whoever may only look types nothing', () => {
  expect(consoleRightOf(['console'])).toBe('type');
  expect(consoleRightOf(['view', 'console'])).toBe('type');
  expect(consoleRightOf(['view', 'power'])).toBe('look');
  expect(consoleRightOf(['power', 'account'])).toBe('none');
});

test('nothing named is everything offered; something named is that and no more', () => {
  expect(decideScopes(['view', 'power'])).toEqual({ allowed: true, scopes: ['view', 'power'] });
  expect(decideScopes(['view', 'power'], [])).toEqual({ allowed: true, scopes: ['view', 'power'] });
  expect(decideScopes(['view', 'power'], ['power', 'power'])).toEqual({ allowed: true, scopes: ['power'] });
});

test('what is not offered is refused by its name, and nothing offered is nothing to ask for', () => {
  expect(decideScopes(['view'], ['view', 'account'])).toEqual({
    allowed: false,
    reason: 'scope-not-offered',
    scope: 'account',
  });
  expect(decideScopes([], ['view'])).toEqual({ allowed: false, reason: 'nothing-offered' });
});
