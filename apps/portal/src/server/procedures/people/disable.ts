import { z } from 'zod';
import { endedShape } from '../../shapes/people.ts';
import { neededReason } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { disablePerson as disable } from '../../use-cases/disable-person.ts';

/** Signs a person out and ends the access he holds. */
export const disablePerson = permitted('people:write')
  .input(z.object({ userId: z.uuid(), reason: neededReason }))
  .output(endedShape)
  .mutation(async ({ ctx, input }) => orRefuse(await disable(ctx, input)));
