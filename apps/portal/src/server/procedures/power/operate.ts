import { powerOperations } from '@postern/domain';
import { z } from 'zod';
import { idempotencyKeyText, reasonText } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { askForAction } from '../../use-cases/ask-for-action.ts';

/** Asks for a power operation. `reason` is needed from staff. */
export const operatePower = permitted('server:operate')
  .input(
    z.object({
      serverId: z.uuid(),
      operation: z.enum(powerOperations),
      idempotencyKey: idempotencyKeyText,
      reason: reasonText.optional(),
    }),
  )
  .output(z.object({ actionId: z.uuid() }))
  .mutation(async ({ ctx, input: { operation, ...request } }) =>
    orRefuse(await askForAction(ctx, { ...request, parameters: { kind: 'power', operation } })),
  );
