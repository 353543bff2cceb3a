import { z } from 'zod';
import { severities } from './severity.ts';

export const eventClocks = ['bmc-clock', 'since-start', 'unknown'] as const;

/** One line of a BMC's event log as it is kept; texts are already plain and bounded. */
export const keptEvent = z.object({
  /** When the BMC says it was; its clock may be wrong. */
  at: z.date().nullable(),
  clock: z.enum(eventClocks),
  /** With `since-start`: the BMC's clock was not set, and it counts from its own start. */
  secondsSinceStart: z.number().nullable(),
  severity: z.enum(severities),
  sensorType: z.string(),
  sensorName: z.string().nullable(),
  description: z.string(),
  asserted: z.boolean(),
  reading: z.object({ value: z.number(), threshold: z.number(), unit: z.string() }).nullable(),
  /** The sixteen bytes as hexadecimal digits, over IPMI. */
  raw: z.string().nullable(),
});
export type KeptEvent = z.infer<typeof keptEvent>;

/** What was found of the log itself, to know at the next look whether it has changed. */
export const eventLogContent = z.object({
  entries: z.number(),
  overflow: z.boolean(),
  lastAddition: z.number().nullable(),
  lastErase: z.number().nullable(),
});
export type EventLogContent = z.infer<typeof eventLogContent>;
