/**
 * What a grant allows. `view`: look at the console. `console`: type into it as well. `power`: switch the power and set
 * the next boot. `media`: insert virtual media. `account`: an account on the BMC itself, with which all of it can be
 * done past Postern.
 */
export const grantScopes = ['view', 'console', 'power', 'media', 'account'] as const;
export type GrantScope = (typeof grantScopes)[number];

/** What a server's BMC can do at all; a scope that it cannot fill is not offered. */
export interface ServerAbilities {
  readonly hasBmc: boolean;
  /** It has a screen or a serial console. */
  readonly hasConsole: boolean;
  readonly hasMedia: boolean;
}

/** The scopes that may be asked for on a server, in their order: what policy allows and the server can do. */
export function scopesOffered(allowed: readonly GrantScope[], abilities: ServerAbilities): GrantScope[] {
  return grantScopes.filter((scope) => allowed.includes(scope) && canFill(scope, abilities));
}

function canFill(scope: GrantScope, { hasBmc, hasConsole, hasMedia }: ServerAbilities): boolean {
  switch (scope) {
    case 'view':
    case 'console':
      return hasConsole;
    case 'media':
      return hasMedia;
    case 'power':
    case 'account':
      return hasBmc;
  }
}

export type ConsoleRight = 'none' | 'look' | 'type';

/** Whoever may type may look. */
export function consoleRightOf(scopes: readonly GrantScope[]): ConsoleRight {
  if (scopes.includes('console')) return 'type';
  return scopes.includes('view') ? 'look' : 'none';
}

export type ScopeRefusal =
  | { readonly reason: 'scope-not-offered'; readonly scope: GrantScope }
  /** Policy and the server have nothing in common. */
  | { readonly reason: 'nothing-offered' };

/** The scopes of a new grant: those asked for, all of them offered; everything offered when none is named. */
export function decideScopes(
  offered: readonly GrantScope[],
  asked?: readonly GrantScope[],
):
  | { readonly allowed: true; readonly scopes: readonly GrantScope[] }
  | ({ readonly allowed: false } & ScopeRefusal) {
  if (offered.length === 0) return { allowed: false, reason: 'nothing-offered' };
  const chosen =
    asked === undefined || asked.length === 0 ? offered : grantScopes.filter((each) => asked.includes(each));
  const missing = chosen.find((scope) => !offered.includes(scope));
  return missing === undefined
    ? { allowed: true, scopes: chosen }
    : { allowed: false, reason: 'scope-not-offered', scope: missing };
}
