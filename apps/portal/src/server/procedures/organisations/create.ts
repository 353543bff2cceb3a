import { z } from 'zod';
import { line } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { createOrganisation as create } from '../../use-cases/create-organisation.ts';

export const createOrganisation = permitted('people:write')
  .input(z.object({ name: line(100).min(1, 'The name is needed.') }))
  .output(z.object({ organisationId: z.uuid() }))
  .mutation(async ({ ctx, input }) => orRefuse(await create(ctx, input.name)));
