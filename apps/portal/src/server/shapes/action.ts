import { actionParameters, actionStates, bmcDetection, bmcResetSteps, bmcTestSteps } from '@postern/domain';
import { z } from 'zod';

const outcome = z.enum(['passed', 'failed', 'skipped']);

/** One tick of a BMC test. `detail` says what was seen, or what to do next. */
export const bmcTestResultShape = z.object({
  steps: z.array(z.object({ step: z.enum(bmcTestSteps), outcome, detail: z.string() })),
});

/** One tick of a BMC's restart, in the same form. */
export const bmcResetResultShape = z.object({
  steps: z.array(z.object({ step: z.enum(bmcResetSteps), outcome, detail: z.string() })),
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
  /** Of a BMC's restart, as far as it has come. */
  restart: bmcResetResultShape.nullable(),
});
export type ActionShape = z.infer<typeof actionShape>;
