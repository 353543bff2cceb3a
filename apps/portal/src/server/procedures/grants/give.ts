import { grantScopes } from '@postern/domain';
import { z } from 'zod';
import { instant, neededReason, ticketNumberText } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { giveGrant as give } from '../../use-cases/give-grant.ts';

const common = {
  serverId: z.uuid(),
  reason: neededReason,
  ticketNumber: ticketNumberText,
  /** Absent: all that is offered. */
  scopes: z.array(z.enum(grantScopes)).min(1).max(grantScopes.length).optional(),
  /** Absent: for everybody of the server's organisation. */
  holderId: z.uuid().optional(),
};

/** Staff give access for a time, or permanently with a date of review. */
export const giveGrant = permitted('grant:give')
  .input(
    z.discriminatedUnion('permanent', [
      z.object({ ...common, permanent: z.literal(false), durationSeconds: z.int().min(1).max(31_536_000) }),
      z.object({
        ...common,
        permanent: z.literal(true),
        /** Who of the hoster answers for it; absent: who gives it. */
        ownerId: z.uuid().optional(),
        reviewAt: instant.refine(
          (date) => date.getTime() > Date.now(),
          'The date of review lies in the past.',
        ),
      }),
    ]),
  )
  .output(z.object({ grantId: z.uuid() }))
  .mutation(async ({ ctx, input }) => {
    const term = input.permanent
      ? ({ permanent: true, reviewAt: input.reviewAt, ownerId: input.ownerId } as const)
      : ({ permanent: false, durationSeconds: input.durationSeconds } as const);
    const { serverId, reason, ticketNumber, holderId, scopes } = input;
    return orRefuse(await give(ctx, { serverId, term, reason, ticketNumber, holderId, scopes }));
  });
