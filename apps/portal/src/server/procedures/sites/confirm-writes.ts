import { z } from 'zod';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { confirmWrites as confirm } from '../../use-cases/observe-site.ts';

/** *Confirm* what an observing site would write. `digest`: of what was seen. */
export const confirmWrites = permitted('server:write')
  .input(z.object({ siteId: z.uuid(), since: z.date(), digest: z.string().regex(/^[0-9a-f]{64}$/) }))
  .output(z.object({ siteId: z.uuid() }))
  .mutation(async ({ ctx, input }) => orRefuse(await confirm(ctx, { ...input, seen: input.digest })));
