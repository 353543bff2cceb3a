import { z } from 'zod';
import { neededReason } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { removeSecondFactorOf } from '../../use-cases/remove-second-factor.ts';

export const removePersonsSecondFactor = permitted('people:write')
  .input(z.object({ userId: z.uuid(), reason: neededReason }))
  .output(z.object({ removed: z.boolean() }))
  .mutation(async ({ ctx, input }) => orRefuse(await removeSecondFactorOf(ctx, input)));
