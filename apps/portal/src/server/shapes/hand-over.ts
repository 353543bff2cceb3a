import { handOverItems, handOverOutcomes, handOverStates } from '@postern/domain';
import { z } from 'zod';

export const handOverLineShape = z.object({
  item: z.enum(handOverItems),
  outcome: z.enum(handOverOutcomes),
  detail: z.string(),
});
export type HandOverLineShape = z.infer<typeof handOverLineShape>;

/** The last hand-over of a server, with its certificate as the last attempt left it. */
export const handOverShape = z.object({
  state: z.enum(handOverStates),
  requestedByName: z.string(),
  reason: z.string().nullable(),
  requestedAt: z.date(),
  /** Failed ones. */
  attempts: z.number(),
  attemptedAt: z.date().nullable(),
  nextAttemptAt: z.date(),
  items: z.array(handOverLineShape),
  closedAt: z.date().nullable(),
  closedByName: z.string().nullable(),
  overrideReason: z.string().nullable(),
});
export type HandOverShape = z.infer<typeof handOverShape>;
