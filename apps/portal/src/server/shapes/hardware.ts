import { healthWords, inventoryContent, keptEvent, keptSensor } from '@postern/domain';
import { z } from 'zod';

/** How fresh a part is. `readAt` is the age of what is shown; `failingSince`: nothing could be read from then on. */
export const hardwareStateShape = z.object({
  readAt: z.date().nullable(),
  failingSince: z.date().nullable(),
  /** Why it cannot be read, a sentence; `null` while it can, or before the first try. */
  problem: z.string().nullable(),
  /** False: this BMC does not have it at all, and asking again changes nothing. */
  offered: z.boolean(),
});
export type HardwareStateShape = z.infer<typeof hardwareStateShape>;

export const inventoryShape = z.object({
  state: hardwareStateShape,
  inventory: inventoryContent.nullable(),
});
export type InventoryShape = z.infer<typeof inventoryShape>;

export const sensorsShape = z.object({
  state: hardwareStateShape,
  sensors: z.array(keptSensor),
  /** The BMC has more sensors than are kept. */
  more: z.boolean(),
  /** The last six hours, oldest first: sensor id to value. */
  history: z.array(z.object({ at: z.date(), readings: z.record(z.string(), z.number()) })),
});
export type SensorsShape = z.infer<typeof sensorsShape>;

export const eventShape = keptEvent.extend({ id: z.string(), seenAt: z.date() });
export type EventShape = z.infer<typeof eventShape>;

export const eventsShape = z.object({
  state: hardwareStateShape,
  /** Newest first. */
  events: z.array(eventShape),
  /** The BMC had no room for more, and lost events. */
  overflow: z.boolean(),
});
export type EventsShape = z.infer<typeof eventsShape>;

/** One word on the machine, and why. `readAt`: the age of the readings that it rests on. */
export const healthShape = z.object({
  word: z.enum(healthWords),
  reason: z.string(),
  readAt: z.date().nullable(),
});
export type HealthShape = z.infer<typeof healthShape>;
