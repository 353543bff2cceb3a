import { z } from 'zod';
import { currentPassword, typedCode } from '../../shapes/people.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { signedIn } from '../../trpc/procedure.ts';
import { removeOwnSecondFactor } from '../../use-cases/remove-second-factor.ts';

export const removeSecondFactor = signedIn
  .input(z.object({ password: currentPassword, code: typedCode }))
  .output(z.object({ removed: z.boolean() }))
  .mutation(async ({ ctx, input }) => orRefuse(await removeOwnSecondFactor(ctx, input)));
