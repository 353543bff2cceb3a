import { z } from 'zod';
import { instant } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { confirmGrant as confirm } from '../../use-cases/confirm-grant.ts';

/** *Confirm until…*: permanent access stays, to be looked at again on a new date. */
export const confirmGrant = permitted('grant:give')
  .input(
    z.object({
      grantId: z.uuid(),
      reviewAt: instant.refine((date) => date.getTime() > Date.now(), 'The date of review lies in the past.'),
    }),
  )
  .output(z.object({ grantId: z.uuid() }))
  .mutation(async ({ ctx, input }) => orRefuse(await confirm(ctx, input)));
