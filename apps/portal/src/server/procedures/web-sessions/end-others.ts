import { z } from 'zod';
import { orRefuse } from '../../trpc/errors.ts';
import { signedIn } from '../../trpc/procedure.ts';
import { endWebSessions } from '../../use-cases/end-web-sessions.ts';

/** Signs the person out everywhere but here. */
export const endOtherWebSessions = signedIn
  .output(z.object({ sessionsEnded: z.number() }))
  .mutation(async ({ ctx }) => orRefuse(await endWebSessions(ctx, 'others')));
