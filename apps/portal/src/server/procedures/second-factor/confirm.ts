import { z } from 'zod';
import { currentPassword, typedCode } from '../../shapes/people.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { signedIn } from '../../trpc/procedure.ts';
import { addSecondFactor } from '../../use-cases/add-second-factor.ts';

export const confirmSecondFactor = signedIn
  .input(z.object({ offer: z.string().max(2000), code: typedCode, password: currentPassword }))
  .output(z.object({ recoveryCodes: z.array(z.string()).readonly() }))
  .mutation(async ({ ctx, input }) => orRefuse(await addSecondFactor(ctx, input)));
