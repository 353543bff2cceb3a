import { z } from 'zod';
import { neededReason } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { endGrant } from '../../use-cases/end-grant.ts';

/** Staff end any access at once, saying why. */
export const revokeGrant = permitted('grant:revoke-any')
  .input(z.object({ grantId: z.uuid(), reason: neededReason }))
  .output(z.object({ grantId: z.uuid() }))
  .mutation(async ({ ctx, input }) => orRefuse(await endGrant(ctx, input)));
