import { z } from 'zod';
import { idempotencyKeyText } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { askForAction } from '../../use-cases/ask-for-action.ts';

/** Has a broker test a BMC: reachable, login, user table, power. It only reads. Follow it by `actions.get`. */
export const testBmc = permitted('server:read')
  .input(z.object({ serverId: z.uuid(), idempotencyKey: idempotencyKeyText }))
  .output(z.object({ actionId: z.uuid() }))
  .mutation(async ({ ctx, input }) =>
    orRefuse(await askForAction(ctx, { ...input, parameters: { kind: 'bmc-test' } })),
  );
