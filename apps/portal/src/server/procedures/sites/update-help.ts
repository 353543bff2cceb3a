import { z } from 'zod';
import { helpInput } from '../../shapes/help.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { changeSiteHelp } from '../../use-cases/change-site-help.ts';

/** Sets whom people of a site ask when a machine needs hands. */
export const updateSiteHelp = permitted('server:write')
  .input(z.object({ siteId: z.uuid(), help: helpInput }))
  .output(z.object({ siteId: z.uuid() }))
  .mutation(async ({ ctx, input: { siteId, help } }) =>
    orRefuse(await changeSiteHelp(ctx, { siteId, ...help })),
  );
