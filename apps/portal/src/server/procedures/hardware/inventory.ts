import { z } from 'zod';
import { readInventoryForViewer } from '../../queries/read-hardware-for-viewer.ts';
import { inventoryShape } from '../../shapes/hardware.ts';
import { orNotFound } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';

/** Chassis, board, product and what else the machine says of itself, as last read. To ask is to look: a broker keeps it young meanwhile. */
export const hardwareInventory = permitted('server:read')
  .input(z.object({ serverId: z.uuid() }))
  .output(inventoryShape)
  .query(async ({ ctx, input }) => orNotFound(await readInventoryForViewer(ctx, input.serverId)));
