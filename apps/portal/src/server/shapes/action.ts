import { actionParameters, actionStates, bmcDetection, bmcTestSteps } from '@postern/domain';
import { z } from 'zod';

/** One tick of a BMC test. `detail` says what was seen, or what to do next. */
export const bmcTestResultShape = z.object({
  steps: z.array(
    z.object({
      step: z.enum(bmcTestSteps),
      outcome: z.enum(['passed', 'failed', 'skipped']),
      detail: z.string(),
    }),
  ),
});

export const actionShape = z.object({
  id: z.uuid(),
  serverId: z.uuid(),
  parameters: actionParameters,
  state: z.enum(actionStates),
  requestedByName: z.string(),
  requestedAt: z.date(),
  startedAt: z.date().nullable(),
  sentAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
  reason: z.string().nullable(),
  error: z.object({ code: z.string(), sentence: z.string() }).nullable(),
  /** Of a BMC test, as far as it has come. */
  test: bmcTestResultShape.nullable(),
  /** Of a look at an address. */
  detection: bmcDetection.nullable(),
});
export type ActionShape = z.infer<typeof actionShape>;
