import { z } from 'zod';
import { reasonText } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { holdWrites as hold } from '../../use-cases/observe-site.ts';

/** *Hold writes*: before a database is restored, say. */
export const holdWrites = permitted('server:write')
  .input(z.object({ siteId: z.uuid(), reason: reasonText }))
  .output(z.object({ siteId: z.uuid() }))
  .mutation(async ({ ctx, input }) => orRefuse(await hold(ctx, input)));
