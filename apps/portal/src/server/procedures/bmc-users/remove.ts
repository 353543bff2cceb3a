import { z } from 'zod';
import { idempotencyKeyText, neededReason } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { removeBmcUser as remove } from '../../use-cases/remove-bmc-user.ts';

/** Has a broker remove a user from a BMC. Follow it by `actions.get`. */
export const removeBmcUser = permitted('bmc:write')
  .input(
    z.object({
      userId: z.uuid(),
      /** Typed by the viewer: exactly as it stands on the BMC. */
      name: z.string().min(1).max(64),
      reason: neededReason,
      idempotencyKey: idempotencyKeyText,
    }),
  )
  .output(z.object({ actionId: z.uuid() }))
  .mutation(async ({ ctx, input }) => orRefuse(await remove(ctx, input)));
