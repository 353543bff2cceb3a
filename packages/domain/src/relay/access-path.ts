/** How a tenant's tools reach a BMC: through a relay on a broker, or at the BMC's own address. */
export const accessPaths = ['carried', 'direct'] as const;
export type AccessPath = (typeof accessPaths)[number];

export interface AccessPathFacts {
  /** What the site wishes. */
  readonly wished: AccessPath;
  /** Whether the BMC ends sessions that somebody else opened, as its probe saw it. `undefined`: nobody has looked. */
  readonly endsForeignSessions: boolean | undefined;
}

export type AccessPathChoice =
  | { readonly path: AccessPath; readonly against?: never }
  /** The site's wish is not followed, and why. */
  | { readonly path: 'carried'; readonly against: 'sessions-outlive-access' };

/**
 * A session that was opened directly is ended by the BMC or by nobody. Where the BMC is known not to do it, direct access
 * would outlast its end, and is carried instead. What the BMC is managed over does not matter: a relay carries RMCP+ to the
 * port that it has beside Redfish.
 */
export function chooseAccessPath(facts: AccessPathFacts): AccessPathChoice {
  const { wished, endsForeignSessions } = facts;
  if (wished === 'carried') return { path: 'carried' };
  return endsForeignSessions === false
    ? { path: 'carried', against: 'sessions-outlive-access' }
    : { path: 'direct' };
}
