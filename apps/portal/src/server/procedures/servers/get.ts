import { z } from 'zod';
import { readServerForViewer } from '../../queries/read-server-for-viewer.ts';
import { serverShape } from '../../shapes/server.ts';
import { orNotFound } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';

/** One server with everything that its page shows. */
export const getServer = permitted('server:read')
  .input(z.object({ serverId: z.uuid() }))
  .output(serverShape)
  .query(async ({ ctx, input }) => orNotFound(await readServerForViewer(ctx, input.serverId)));
