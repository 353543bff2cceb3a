import type { GrantState } from './lifecycle.ts';

/** Limits that a site sets for grants. All durations in seconds. */
export interface GrantPolicy {
  readonly minDurationSeconds: number;
  readonly defaultDurationSeconds: number;
  readonly maxDurationSeconds: number;
  readonly maxExtensions: number;
  /** Longest life of a grant with all its extensions. */
  readonly maxTotalSeconds: number;
}

export type GrantRefusal =
  | { readonly reason: 'duration-too-short'; readonly minSeconds: number }
  | { readonly reason: 'duration-too-long'; readonly maxSeconds: number }
  | { readonly reason: 'server-has-grant'; readonly grantId: string }
  | { readonly reason: 'server-not-yours' }
  | { readonly reason: 'server-has-no-bmc' }
  | { readonly reason: 'organisation-suspended' }
  | { readonly reason: 'no-broker' };

export type ExtensionRefusal =
  | { readonly reason: 'grant-not-active'; readonly state: GrantState }
  | { readonly reason: 'grant-permanent' }
  | { readonly reason: 'extensions-used-up'; readonly maxExtensions: number }
  | { readonly reason: 'total-too-long'; readonly maxTotalSeconds: number }
  | { readonly reason: 'deadline-passed' };

export type Decision<Refusal> = { readonly allowed: true } | ({ readonly allowed: false } & Refusal);

export function decideDuration(policy: GrantPolicy, durationSeconds: number): Decision<GrantRefusal> {
  if (durationSeconds < policy.minDurationSeconds) {
    return { allowed: false, reason: 'duration-too-short', minSeconds: policy.minDurationSeconds };
  }
  if (durationSeconds > policy.maxDurationSeconds) {
    return { allowed: false, reason: 'duration-too-long', maxSeconds: policy.maxDurationSeconds };
  }
  return { allowed: true };
}

/** What the decision on an extension needs to know; `now` is the database's clock. */
export interface ExtensionFacts {
  readonly state: GrantState;
  readonly permanent: boolean;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly extensions: number;
  readonly now: Date;
  readonly bySeconds: number;
}

export function decideExtension(policy: GrantPolicy, facts: ExtensionFacts): Decision<ExtensionRefusal> {
  if (facts.permanent) return { allowed: false, reason: 'grant-permanent' };
  if (facts.state !== 'active' || facts.startsAt === null || facts.endsAt === null) {
    return { allowed: false, reason: 'grant-not-active', state: facts.state };
  }
  if (facts.endsAt.getTime() <= facts.now.getTime()) return { allowed: false, reason: 'deadline-passed' };
  if (facts.extensions >= policy.maxExtensions) {
    return { allowed: false, reason: 'extensions-used-up', maxExtensions: policy.maxExtensions };
  }
  const totalSeconds = (facts.endsAt.getTime() - facts.startsAt.getTime()) / 1000 + facts.bySeconds;
  if (totalSeconds > policy.maxTotalSeconds) {
    return { allowed: false, reason: 'total-too-long', maxTotalSeconds: policy.maxTotalSeconds };
  }
  return { allowed: true };
}
