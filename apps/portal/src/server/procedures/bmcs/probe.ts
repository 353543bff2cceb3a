import { z } from 'zod';
import { idempotencyKeyText } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { askForAction } from '../../use-cases/ask-for-action.ts';

/** Has a broker try on a free user slot what a BMC really does; it takes back what it writes. Follow it by `actions.get`. */
export const probeBmc = permitted('bmc:test')
  .input(z.object({ serverId: z.uuid(), idempotencyKey: idempotencyKeyText }))
  .output(z.object({ actionId: z.uuid() }))
  .mutation(async ({ ctx, input }) =>
    orRefuse(await askForAction(ctx, { ...input, parameters: { kind: 'bmc-probe' } })),
  );
