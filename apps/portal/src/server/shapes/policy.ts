import { grantScopes, policyValues } from '@postern/domain';
import { z } from 'zod';

/** A site's policy: all values. The order between the durations is checked in the database as well. */
export const policyShape = ordered(
  z.object({
    minDurationSeconds: policyValues.shape.minDurationSeconds.unwrap(),
    defaultDurationSeconds: policyValues.shape.defaultDurationSeconds.unwrap(),
    maxDurationSeconds: policyValues.shape.maxDurationSeconds.unwrap(),
    maxExtensions: policyValues.shape.maxExtensions.unwrap(),
    maxTotalSeconds: policyValues.shape.maxTotalSeconds.unwrap(),
    accountPrivilege: policyValues.shape.accountPrivilege.unwrap(),
    approval: policyValues.shape.approval.unwrap(),
    approvalTimeoutSeconds: policyValues.shape.approvalTimeoutSeconds.unwrap(),
    maxLiveGrants: policyValues.shape.maxLiveGrants.unwrap(),
    scopes: policyValues.shape.scopes.unwrap(),
    graceSeconds: policyValues.shape.graceSeconds.unwrap(),
    tellForeignAccounts: policyValues.shape.tellForeignAccounts.unwrap(),
  }),
);
export type PolicyShape = z.infer<typeof policyShape>;

/** What a tenant's or a server's layer says; null: nothing of its own. */
export const policyOverridesShape = ordered(policyValues);

const source = z.object({ level: z.enum(['site', 'organisation', 'server']), name: z.string() });

/** The policy that holds, and who said what of it. */
export const resolvedPolicyShape = z.object({
  policy: policyShape,
  sources: z.record(policyValues.keyof(), source),
});

/** What pages need of the policy to offer what it allows. */
export const offerPolicyShape = z.object({
  minDurationSeconds: z.number(),
  defaultDurationSeconds: z.number(),
  maxDurationSeconds: z.number(),
  maxExtensions: z.number(),
  maxTotalSeconds: z.number(),
  approval: z.enum(['automatic', 'by-support']),
  graceSeconds: z.number(),
  scopes: z.array(z.enum(grantScopes)),
});

interface Durations {
  readonly minDurationSeconds: number | null;
  readonly defaultDurationSeconds: number | null;
  readonly maxDurationSeconds: number | null;
  readonly maxTotalSeconds: number | null;
}

/** Durations of one layer are in order; what it does not say is out of it. */
function ordered<Output extends Durations, Input>(shape: z.ZodType<Output, Input>) {
  return shape
    .refine((policy) => inOrder(policy.minDurationSeconds, policy.defaultDurationSeconds), {
      path: ['defaultDurationSeconds'],
      message: 'The default is shorter than the minimum.',
    })
    .refine((policy) => inOrder(policy.defaultDurationSeconds, policy.maxDurationSeconds), {
      path: ['maxDurationSeconds'],
      message: 'The maximum is shorter than the default.',
    })
    .refine((policy) => inOrder(policy.minDurationSeconds, policy.maxDurationSeconds), {
      path: ['maxDurationSeconds'],
      message: 'The maximum is shorter than the minimum.',
    })
    .refine(
      ({ minDurationSeconds, defaultDurationSeconds, maxDurationSeconds, maxTotalSeconds }) =>
        [minDurationSeconds, defaultDurationSeconds, maxDurationSeconds].every((each) =>
          inOrder(each, maxTotalSeconds),
        ),
      {
        path: ['maxTotalSeconds'],
        message: 'The longest life of a grant is shorter than its longest first duration.',
      },
    );
}

function inOrder(less: number | null, more: number | null): boolean {
  return less === null || more === null || less <= more;
}
