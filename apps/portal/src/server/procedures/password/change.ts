import { z } from 'zod';
import { currentPassword, newPassword } from '../../shapes/people.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { signedIn } from '../../trpc/procedure.ts';
import { changePassword as change } from '../../use-cases/change-password.ts';

export const changePassword = signedIn
  .input(z.object({ password: currentPassword, newPassword }))
  .output(z.object({ sessionsEnded: z.number() }))
  .mutation(async ({ ctx, input }) => orRefuse(await change(ctx, input)));
