import { z } from 'zod';
import { idempotencyKeyText, reasonText } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { askForAction } from '../../use-cases/ask-for-action.ts';

/**
 * Has a broker restart a BMC, wait for it and check its accounts. The server goes on. `reason` is needed from staff. Follow
 * it by `actions.get`.
 */
export const restartBmc = permitted('server:operate')
  .input(
    z.object({
      serverId: z.uuid(),
      idempotencyKey: idempotencyKeyText,
      reason: reasonText.optional(),
    }),
  )
  .output(z.object({ actionId: z.uuid() }))
  .mutation(async ({ ctx, input }) =>
    orRefuse(await askForAction(ctx, { ...input, parameters: { kind: 'bmc-reset' } })),
  );
