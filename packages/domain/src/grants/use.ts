import type { GrantState } from './lifecycle.ts';
import type { GrantScope } from './scope.ts';

/** What decides whether a grant may be used for something now. */
export interface UseFacts {
  readonly state: GrantState;
  /** `null`: permanent, or not started. */
  readonly endsAt: Date | null;
  /** Only consoles that are open already may go on. */
  readonly graceStartedAt: Date | null;
  readonly scopes: readonly GrantScope[];
}

export type UseRefusal =
  | { readonly reason: 'grant-needed' }
  | { readonly reason: 'grant-over' }
  | { readonly reason: 'scope-missing'; readonly scope: GrantScope };

/**
 * May a tenant do what `scope` stands for, at `now` of the database's clock? The end itself decides and not the state:
 * a broker that is away ends nothing.
 */
export function decideUse(
  grant: UseFacts | undefined,
  scope: GrantScope,
  now: Date,
): { readonly allowed: true } | ({ readonly allowed: false } & UseRefusal) {
  if (grant?.state !== 'active') return { allowed: false, reason: 'grant-needed' };
  if (grant.graceStartedAt !== null) return { allowed: false, reason: 'grant-over' };
  if (grant.endsAt !== null && grant.endsAt.getTime() <= now.getTime())
    return { allowed: false, reason: 'grant-over' };
  if (!grant.scopes.includes(scope)) return { allowed: false, reason: 'scope-missing', scope };
  return { allowed: true };
}
