import { z } from 'zod';
import { reasonText } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { issueTicket as issue } from '../../use-cases/issue-ticket.ts';

/** The single-use key of one console, for 30 seconds, and the broker that takes it. `reason` is needed from staff. */
export const issueTicket = permitted('server:console')
  .input(z.object({ serverId: z.uuid(), kind: z.enum(['screen', 'serial']), reason: reasonText.optional() }))
  .output(z.object({ url: z.string(), ticket: z.string() }))
  .mutation(async ({ ctx, input }) => orRefuse(await issue(ctx, input)));
