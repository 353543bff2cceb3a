import { z } from 'zod';
import { instant, line } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { judgeForeignUser } from '../../use-cases/judge-foreign-user.ts';

/** A foreign BMC user is known and fine: reported no more unless he becomes more than this. */
export const adoptBmcUser = permitted('bmc:write')
  .input(
    z.object({
      userId: z.uuid(),
      /** The report that the viewer has read. */
      reportedAt: instant,
      note: line(200).min(3, 'Say whose it is, in a few words.'),
    }),
  )
  .output(z.object({ userId: z.uuid() }))
  .mutation(async ({ ctx, input }) =>
    orRefuse(await judgeForeignUser(ctx, { ...input, verdict: 'adopted' })),
  );
