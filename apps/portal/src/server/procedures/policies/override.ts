import { z } from 'zod';
import { policyOverridesShape } from '../../shapes/policy.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { changePolicy } from '../../use-cases/change-policy.ts';
import { overrideOwner } from './policy-owner.ts';

/** Lets a tenant or a server say otherwise than its site; null takes a word back. */
export const overridePolicy = permitted('server:write')
  .input(z.object({ of: overrideOwner, policy: policyOverridesShape }))
  .output(z.object({}))
  .mutation(async ({ ctx, input }) => orRefuse(await changePolicy(ctx, input.of, input.policy)));
