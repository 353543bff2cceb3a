import { z } from 'zod';
import { longestPassword } from '../../auth/password.ts';
import { newPassword } from '../../shapes/people.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { signedIn } from '../../trpc/procedure.ts';
import { changePassword as change } from '../../use-cases/change-password.ts';

export const changePassword = signedIn
  .input(
    z.object({ password: z.string().min(1, 'Your password is needed.').max(longestPassword), newPassword }),
  )
  .output(z.object({ sessionsEnded: z.number() }))
  .mutation(async ({ ctx, input }) => orRefuse(await change(ctx, input)));
