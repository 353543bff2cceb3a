import { z } from 'zod';
import { readOverrides } from '../../queries/read-overrides.ts';
import { policyOverridesShape, resolvedPolicyShape } from '../../shapes/policy.ts';
import { orNotFound } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { overrideOwner } from './policy-owner.ts';

/** What a tenant or a server says itself about grants, and what holds where it says nothing. */
export const getPolicy = permitted('server:write')
  .input(z.object({ of: overrideOwner }))
  .output(
    z.object({
      own: policyOverridesShape,
      /** What holds without the own values; null for a tenant, whose servers may stand in several sites. */
      inherited: resolvedPolicyShape.nullable(),
      /** What holds with them; null for a tenant as well. */
      holding: resolvedPolicyShape.nullable(),
    }),
  )
  .query(async ({ ctx, input }) => orNotFound(await readOverrides(ctx.portal.db.client, input.of)));
