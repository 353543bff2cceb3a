import { z } from 'zod';

/** Limits of a site, in seconds. The order between them is checked in the database as well. */
export const policyShape = z
  .object({
    minDurationSeconds: z.int().min(1).max(31_536_000),
    defaultDurationSeconds: z.int().min(1).max(31_536_000),
    maxDurationSeconds: z.int().min(1).max(31_536_000),
    maxExtensions: z.int().min(0).max(1000),
    maxTotalSeconds: z.int().min(1).max(31_536_000),
    accountPrivilege: z.enum(['operator', 'administrator']),
  })
  .refine((policy) => policy.minDurationSeconds <= policy.defaultDurationSeconds, {
    path: ['defaultDurationSeconds'],
    message: 'The default is shorter than the minimum.',
  })
  .refine((policy) => policy.defaultDurationSeconds <= policy.maxDurationSeconds, {
    path: ['maxDurationSeconds'],
    message: 'The maximum is shorter than the default.',
  })
  .refine((policy) => policy.maxDurationSeconds <= policy.maxTotalSeconds, {
    path: ['maxTotalSeconds'],
    message: 'The longest life of a grant is shorter than its longest first duration.',
  });
export type PolicyShape = z.infer<typeof policyShape>;
