import { z } from 'zod';
import { neededReason } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { handServerOver } from '../../use-cases/hand-over.ts';

/** Clears a server as if it changed hands: ends access and consoles, and has its BMC looked over. */
export const handOverServer = permitted('server:hand-over')
  .input(z.object({ serverId: z.uuid(), reason: neededReason }))
  .output(z.object({ serverId: z.uuid(), grantsEnded: z.number() }))
  .mutation(async ({ ctx, input }) => orRefuse(await handServerOver(ctx, input)));
