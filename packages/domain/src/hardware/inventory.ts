import { z } from 'zod';

const field = z.object({ name: z.string(), value: z.string() });
export type HardwareField = z.infer<typeof field>;

/** `summary`: what the whole machine says of itself (processors, memory, BIOS); the others are areas of a FRU. */
export const hardwareAreas = ['summary', 'chassis', 'board', 'product'] as const;

/** One part with an inventory of its own, as the BMC described it; texts are already plain and bounded. */
export const hardwareDevice = z.object({
  id: z.number(),
  name: z.string(),
  /** False: the device does not answer, a slot that is empty, say. */
  present: z.boolean(),
  /** Some of it is cut off or fails its checksum: read it with care. */
  damaged: z.boolean(),
  areas: z.array(z.object({ area: z.enum(hardwareAreas), fields: z.array(field) })),
});
export type HardwareDevice = z.infer<typeof hardwareDevice>;

export const inventoryContent = z.object({
  firmware: z.string().nullable(),
  protocol: z.enum(['ipmi', 'redfish']),
  devices: z.array(hardwareDevice),
});
export type InventoryContent = z.infer<typeof inventoryContent>;
