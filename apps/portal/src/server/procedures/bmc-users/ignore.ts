import { z } from 'zod';
import { instant } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { judgeForeignUser } from '../../use-cases/judge-foreign-user.ts';

/** Nobody wants to hear of a foreign BMC user until anything about him changes. */
export const ignoreBmcUser = permitted('bmc:write')
  .input(z.object({ userId: z.uuid(), reportedAt: instant }))
  .output(z.object({ userId: z.uuid() }))
  .mutation(async ({ ctx, input }) =>
    orRefuse(await judgeForeignUser(ctx, { ...input, note: null, verdict: 'ignored' })),
  );
