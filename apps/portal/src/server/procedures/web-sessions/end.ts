import { z } from 'zod';
import { orRefuse } from '../../trpc/errors.ts';
import { signedIn } from '../../trpc/procedure.ts';
import { endWebSessions } from '../../use-cases/end-web-sessions.ts';

export const endWebSession = signedIn
  .input(z.object({ webSessionId: z.uuid() }))
  .output(z.object({ sessionsEnded: z.number() }))
  .mutation(async ({ ctx, input }) => orRefuse(await endWebSessions(ctx, input)));
