import { z } from 'zod';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { scheduleRotation } from '../../use-cases/schedule-rotation.ts';

/** How old the stored logins of a site's BMCs may become; null: they are replaced on request only. */
export const scheduleSiteRotation = permitted('bmc:write')
  .input(z.object({ siteId: z.uuid(), everyDays: z.int().min(1).max(1826).nullable() }))
  .output(z.object({ siteId: z.uuid() }))
  .mutation(async ({ ctx, input }) => orRefuse(await scheduleRotation(ctx, input)));
