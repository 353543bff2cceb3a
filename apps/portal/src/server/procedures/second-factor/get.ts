import { readSecondFactor } from '@postern/database';
import { z } from 'zod';
import { signedIn } from '../../trpc/procedure.ts';

/** Whether one has a second factor, and what is left of its recovery codes. */
export const getSecondFactor = signedIn
  .output(z.object({ factor: z.object({ addedAt: z.date(), codesLeft: z.number() }).nullable() }))
  .query(async ({ ctx }) => ({ factor: await readSecondFactor(ctx.portal.db.client, ctx.viewer.userId) }));
