import { z } from 'zod';
import { readEventsForViewer } from '../../queries/read-hardware-for-viewer.ts';
import { eventsShape } from '../../shapes/hardware.ts';
import { orNotFound } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';

/** What is kept of the BMC's event log, newest first. To ask is to look: a broker keeps it young meanwhile. */
export const hardwareEvents = permitted('server:read')
  .input(z.object({ serverId: z.uuid() }))
  .output(eventsShape)
  .query(async ({ ctx, input }) => orNotFound(await readEventsForViewer(ctx, input.serverId)));
