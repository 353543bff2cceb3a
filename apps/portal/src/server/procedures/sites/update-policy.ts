import { z } from 'zod';
import { policyShape } from '../../shapes/policy.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { changePolicy } from '../../use-cases/change-policy.ts';

export const updateSitePolicy = permitted('server:write')
  .input(z.object({ siteId: z.uuid(), policy: policyShape }))
  .output(z.object({ siteId: z.uuid() }))
  .mutation(async ({ ctx, input: { siteId, policy } }) => {
    orRefuse(await changePolicy(ctx, { siteId }, policy));
    return { siteId };
  });
