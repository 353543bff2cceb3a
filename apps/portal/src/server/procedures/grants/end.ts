import { z } from 'zod';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { endGrant as end } from '../../use-cases/end-grant.ts';

/** *End now*, by the tenant's own people. */
export const endGrant = permitted('grant:manage-own')
  .input(z.object({ grantId: z.uuid() }))
  .output(z.object({ grantId: z.uuid() }))
  .mutation(async ({ ctx, input }) => orRefuse(await end(ctx, input)));
