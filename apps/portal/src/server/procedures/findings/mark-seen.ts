import { z } from 'zod';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { markFindingsSeen as mark } from '../../use-cases/mark-findings-seen.ts';

export const markFindingsSeen = permitted('bmc:write')
  .input(z.object({ grantId: z.uuid() }))
  .output(z.object({ grantId: z.uuid() }))
  .mutation(async ({ ctx, input }) => orRefuse(await mark(ctx, input.grantId)));
