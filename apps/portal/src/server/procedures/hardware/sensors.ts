import { z } from 'zod';
import { readSensorsForViewer } from '../../queries/read-hardware-for-viewer.ts';
import { sensorsShape } from '../../shapes/hardware.ts';
import { orNotFound } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';

/** Every sensor as last read, and the last six hours of the numeric ones. To ask is to look: a broker keeps it young meanwhile. */
export const hardwareSensors = permitted('server:read')
  .input(z.object({ serverId: z.uuid() }))
  .output(sensorsShape)
  .query(async ({ ctx, input }) => orNotFound(await readSensorsForViewer(ctx, input.serverId)));
