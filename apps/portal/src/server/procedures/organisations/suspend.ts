import { z } from 'zod';
import { endedShape } from '../../shapes/people.ts';
import { neededReason } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { suspendOrganisation as suspend } from '../../use-cases/suspend-organisation.ts';

/** Signs an organisation's people out and ends all their access. */
export const suspendOrganisation = permitted('people:write')
  .input(z.object({ organisationId: z.uuid(), reason: neededReason }))
  .output(endedShape)
  .mutation(async ({ ctx, input }) => orRefuse(await suspend(ctx, input)));
