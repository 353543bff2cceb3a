import { z } from 'zod';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { createServer as create } from '../../use-cases/write-server.ts';
import { serverInput } from './server-input.ts';

export const createServer = permitted('server:write')
  .input(serverInput.extend({ siteId: z.uuid() }))
  .output(z.object({ serverId: z.uuid() }))
  .mutation(async ({ ctx, input }) =>
    orRefuse(await create(ctx, { ...input, serial: input.serial || null })),
  );
