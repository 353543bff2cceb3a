import { z } from 'zod';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { changeServer } from '../../use-cases/write-server.ts';
import { serverInput } from './server-input.ts';

/** Changes what is noted of a server. Another organisation ends the former one's access first. */
export const updateServer = permitted('server:write')
  .input(serverInput.extend({ serverId: z.uuid() }))
  .output(z.object({ serverId: z.uuid(), grantsEnded: z.number() }))
  .mutation(async ({ ctx, input }) =>
    orRefuse(await changeServer(ctx, { ...input, serial: input.serial || null })),
  );
