import { z } from 'zod';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { approveGrant as approve } from '../../use-cases/decide-grant.ts';

/** Support approves a request that waits. */
export const approveGrant = permitted('grant:decide')
  .input(z.object({ grantId: z.uuid() }))
  .output(z.object({ grantId: z.uuid() }))
  .mutation(async ({ ctx, input }) => orRefuse(await approve(ctx, input.grantId)));
