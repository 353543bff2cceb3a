import { z } from 'zod';
import { endedShape } from '../../shapes/people.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { enablePerson as enable } from '../../use-cases/disable-person.ts';

export const enablePerson = permitted('people:write')
  .input(z.object({ userId: z.uuid() }))
  .output(endedShape)
  .mutation(async ({ ctx, input }) => orRefuse(await enable(ctx, input.userId)));
