import { z } from 'zod';
import { line } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { createSite as create } from '../../use-cases/create-site.ts';

/** It goes into settings, host names and file names of a site: what a DNS label allows, and one spelling. */
const slug = line(32)
  .min(2, 'At least two characters.')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Lower case letters, digits, and single dashes between them.');

export const createSite = permitted('server:write')
  .input(z.object({ slug, name: line(60).min(1, 'The name is needed.') }))
  .output(z.object({ siteId: z.uuid() }))
  .mutation(async ({ ctx, input }) => orRefuse(await create(ctx, input)));
