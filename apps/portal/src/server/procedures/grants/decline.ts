import { z } from 'zod';
import { neededReason } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { declineGrant as decline } from '../../use-cases/decide-grant.ts';

/** Support declines a request that waits, saying why. */
export const declineGrant = permitted('grant:decide')
  .input(z.object({ grantId: z.uuid(), reason: neededReason }))
  .output(z.object({ grantId: z.uuid() }))
  .mutation(async ({ ctx, input }) => orRefuse(await decline(ctx, input)));
