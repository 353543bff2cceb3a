import { z } from 'zod';
import type { GrantState } from './lifecycle.ts';
import { type GrantScope, grantScopes } from './scope.ts';

export const accountPrivileges = ['operator', 'administrator'] as const;
export type AccountPrivilege = (typeof accountPrivileges)[number];

export const approvalKinds = ['automatic', 'by-support'] as const;
export type ApprovalKind = (typeof approvalKinds)[number];

/** The rules of grants. A site says all of them; see `resolvePolicy` for who may say otherwise. */
export interface GrantPolicy {
  readonly minDurationSeconds: number;
  readonly defaultDurationSeconds: number;
  readonly maxDurationSeconds: number;
  readonly maxExtensions: number;
  /** Longest life of a grant with all its extensions. */
  readonly maxTotalSeconds: number;
  /** BMC privilege that temporary accounts get. */
  readonly accountPrivilege: AccountPrivilege;
  readonly approval: ApprovalKind;
  /** A request that nobody has decided on after this time is denied. */
  readonly approvalTimeoutSeconds: number;
  /** Live grants of one organisation at a time. On one server it is always one: a constraint of the database. */
  readonly maxLiveGrants: number;
  readonly scopes: readonly GrantScope[];
  /** Longest time that an open console may go on after the end, if its tenant asked for it before; 0: a hard cut. */
  readonly graceSeconds: number;
  /** The tenant hears of BMC users on his server that nobody registered. */
  readonly tellForeignAccounts: boolean;
}

/** What one layer says; `null`: nothing, so that the layer above it counts. */
export type PolicyValues = { readonly [Name in keyof GrantPolicy]: GrantPolicy[Name] | null };

/** What a new site says; the database gives it (a test compares). */
export const usualPolicy: GrantPolicy = {
  minDurationSeconds: 300,
  defaultDurationSeconds: 3600,
  maxDurationSeconds: 14_400,
  maxExtensions: 3,
  maxTotalSeconds: 28_800,
  accountPrivilege: 'operator',
  approval: 'automatic',
  approvalTimeoutSeconds: 86_400,
  maxLiveGrants: 100,
  scopes: grantScopes,
  graceSeconds: 0,
  tellForeignAccounts: false,
};

/** A grace is for saying goodbye, not an extension without a count. */
export const longestGraceSeconds = 3600;

const seconds = z.int().min(1).max(31_536_000).nullable();

/** One layer's values as a row or a form holds them. The order between them is the database's to check. */
export const policyValues = z.object({
  minDurationSeconds: seconds,
  defaultDurationSeconds: seconds,
  maxDurationSeconds: seconds,
  maxExtensions: z.int().min(0).max(1000).nullable(),
  maxTotalSeconds: seconds,
  accountPrivilege: z.enum(accountPrivileges).nullable(),
  approval: z.enum(approvalKinds).nullable(),
  approvalTimeoutSeconds: z.int().min(60).max(2_592_000).nullable(),
  maxLiveGrants: z.int().min(1).max(100_000).nullable(),
  scopes: z.array(z.enum(grantScopes)).min(1, 'Allow at least one thing.').readonly().nullable(),
  graceSeconds: z.int().min(0).max(longestGraceSeconds).nullable(),
  tellForeignAccounts: z.boolean().nullable(),
}) satisfies z.ZodType<PolicyValues>;

export type PolicyLevel = 'site' | 'organisation' | 'server';

export interface PolicySource {
  readonly level: PolicyLevel;
  /** Of the site, the organisation or the server. */
  readonly name: string;
}

export interface PolicyLayer extends PolicySource {
  readonly values: PolicyValues;
}

export interface ResolvedPolicy {
  readonly policy: GrantPolicy;
  /** Who said what counts. */
  readonly sources: Readonly<Record<keyof GrantPolicy, PolicySource>>;
}

type Name = keyof GrantPolicy;

/**
 * One policy from its layers, of which each later one is more specific: site, organisation, server. The last one that
 * says something about a value decides. Durations of different layers may contradict each other; the longest duration
 * decides then, and the value that had to give way names its source.
 * @throws Error when no layer says something about a value: the site's says everything (checked in the database).
 */
export function resolvePolicy(layers: readonly PolicyLayer[]): ResolvedPolicy {
  const longest = lastWord(layers, 'maxDurationSeconds');
  const least = atMost(lastWord(layers, 'minDurationSeconds'), longest);
  const words: { readonly [N in Name]: Word<GrantPolicy[N]> } = {
    minDurationSeconds: least,
    defaultDurationSeconds: atLeast(atMost(lastWord(layers, 'defaultDurationSeconds'), longest), least),
    maxDurationSeconds: longest,
    maxExtensions: lastWord(layers, 'maxExtensions'),
    maxTotalSeconds: atLeast(lastWord(layers, 'maxTotalSeconds'), longest),
    accountPrivilege: lastWord(layers, 'accountPrivilege'),
    approval: lastWord(layers, 'approval'),
    approvalTimeoutSeconds: lastWord(layers, 'approvalTimeoutSeconds'),
    maxLiveGrants: lastWord(layers, 'maxLiveGrants'),
    scopes: lastWord(layers, 'scopes'),
    graceSeconds: lastWord(layers, 'graceSeconds'),
    tellForeignAccounts: lastWord(layers, 'tellForeignAccounts'),
  };
  return { policy: valuesOf(words), sources: mapValues(words, ({ source }) => source) };
}

interface Word<Value> {
  readonly value: Value;
  readonly source: PolicySource;
}

function lastWord<N extends Name>(layers: readonly PolicyLayer[], name: N): Word<GrantPolicy[N]> {
  for (const { values, level, name: of } of layers.toReversed()) {
    const value: GrantPolicy[N] | null = values[name];
    if (value !== null) return { value, source: { level, name: of } };
  }
  throw new Error(`no policy says anything about ${name}`);
}

function atMost(word: Word<number>, limit: Word<number>): Word<number> {
  return word.value > limit.value ? limit : word;
}

function atLeast(word: Word<number>, limit: Word<number>): Word<number> {
  return word.value < limit.value ? limit : word;
}

function valuesOf<Values>(words: { readonly [N in keyof Values]: Word<Values[N]> }): Values {
  return mapValues<keyof Values, Word<unknown>, unknown>(words, ({ value }) => value) as Values;
}

function mapValues<Key extends PropertyKey, From, To>(
  record: Readonly<Record<Key, From>>,
  to: (value: From) => To,
): Record<Key, To> {
  const entries = Object.entries<From>(record).map(([key, value]) => [key, to(value)]);
  return Object.fromEntries(entries) as Record<Key, To>;
}

export type GrantRefusal =
  | { readonly reason: 'duration-too-short'; readonly minSeconds: number }
  | { readonly reason: 'duration-too-long'; readonly maxSeconds: number }
  | { readonly reason: 'server-has-grant'; readonly grantId: string }
  | { readonly reason: 'too-many-live-grants'; readonly maxLiveGrants: number }
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

export function decideDuration(
  policy: Pick<GrantPolicy, 'minDurationSeconds' | 'maxDurationSeconds'>,
  durationSeconds: number,
): Decision<GrantRefusal> {
  if (durationSeconds < policy.minDurationSeconds) {
    return { allowed: false, reason: 'duration-too-short', minSeconds: policy.minDurationSeconds };
  }
  if (durationSeconds > policy.maxDurationSeconds) {
    return { allowed: false, reason: 'duration-too-long', maxSeconds: policy.maxDurationSeconds };
  }
  return { allowed: true };
}

/** `liveGrants`: those of the organisation now, on all its servers. */
export function decideLiveGrants(
  { maxLiveGrants }: Pick<GrantPolicy, 'maxLiveGrants'>,
  liveGrants: number,
): Decision<GrantRefusal> {
  return liveGrants < maxLiveGrants
    ? { allowed: true }
    : { allowed: false, reason: 'too-many-live-grants', maxLiveGrants };
}

/** What the decision on an extension needs to know; `now` is the database's clock. */
export interface ExtensionFacts {
  readonly state: GrantState;
  readonly permanent: boolean;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly extensions: number;
  readonly graceStartedAt: Date | null;
  readonly now: Date;
  readonly bySeconds: number;
}

export function decideExtension(
  policy: Pick<GrantPolicy, 'maxExtensions' | 'maxTotalSeconds'>,
  facts: ExtensionFacts,
): Decision<ExtensionRefusal> {
  if (facts.permanent) return { allowed: false, reason: 'grant-permanent' };
  if (facts.state !== 'active' || facts.startsAt === null || facts.endsAt === null) {
    return { allowed: false, reason: 'grant-not-active', state: facts.state };
  }
  if (facts.graceStartedAt !== null || facts.endsAt.getTime() <= facts.now.getTime())
    return { allowed: false, reason: 'deadline-passed' };
  if (facts.extensions >= policy.maxExtensions) {
    return { allowed: false, reason: 'extensions-used-up', maxExtensions: policy.maxExtensions };
  }
  const totalSeconds = (facts.endsAt.getTime() - facts.startsAt.getTime()) / 1000 + facts.bySeconds;
  if (totalSeconds > policy.maxTotalSeconds) {
    return { allowed: false, reason: 'total-too-long', maxTotalSeconds: policy.maxTotalSeconds };
  }
  return { allowed: true };
}
