import { accessPaths } from '@postern/domain';
import { z } from 'zod';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { changeAccessPath } from '../../use-cases/change-access-path.ts';

export const updateSiteAccessPath = permitted('server:write')
  .input(z.object({ siteId: z.uuid(), path: z.enum(accessPaths) }))
  .output(z.object({ siteId: z.uuid() }))
  .mutation(async ({ ctx, input }) => orRefuse(await changeAccessPath(ctx, input)));
