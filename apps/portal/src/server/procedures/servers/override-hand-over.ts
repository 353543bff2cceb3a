import { z } from 'zod';
import { neededReason } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { goOnWithoutHandOver } from '../../use-cases/hand-over.ts';

/** Lets access begin on a server that could not be handed over. */
export const overrideServerHandOver = permitted('server:hand-over')
  .input(z.object({ serverId: z.uuid(), reason: neededReason }))
  .output(z.object({ serverId: z.uuid() }))
  .mutation(async ({ ctx, input }) => orRefuse(await goOnWithoutHandOver(ctx, input)));
