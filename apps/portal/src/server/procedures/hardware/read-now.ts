import { z } from 'zod';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { readHardwareNow } from '../../use-cases/read-hardware-now.ts';

/** Has a broker read inventory, sensors and event log anew. It changes nothing on the server or its BMC. */
export const readNow = permitted('server:read')
  .input(z.object({ serverId: z.uuid() }))
  .output(z.object({}))
  .mutation(async ({ ctx, input }) => orRefuse(await readHardwareNow(ctx, input.serverId)));
