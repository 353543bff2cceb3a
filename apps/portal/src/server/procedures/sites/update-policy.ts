import { z } from 'zod';
import { policyShape } from '../../shapes/policy.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { changeSitePolicy } from '../../use-cases/change-site-policy.ts';

export const updateSitePolicy = permitted('server:write')
  .input(z.object({ siteId: z.uuid(), policy: policyShape }))
  .output(z.object({ siteId: z.uuid() }))
  .mutation(async ({ ctx, input }) => orRefuse(await changeSitePolicy(ctx, input)));
