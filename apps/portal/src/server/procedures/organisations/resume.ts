import { z } from 'zod';
import { endedShape } from '../../shapes/people.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { resumeOrganisation as resume } from '../../use-cases/suspend-organisation.ts';

export const resumeOrganisation = permitted('people:write')
  .input(z.object({ organisationId: z.uuid() }))
  .output(endedShape)
  .mutation(async ({ ctx, input }) => orRefuse(await resume(ctx, input.organisationId)));
