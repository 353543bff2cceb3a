import { listObservations as list } from '@postern/database';
import { bmcPlan, observingCauses, planDigest } from '@postern/domain';
import { z } from 'zod';
import { permitted } from '../../trpc/procedure.ts';

const observation = z.object({
  siteId: z.uuid(),
  siteName: z.string(),
  since: z.date(),
  cause: z.enum(observingCauses),
  /** BMCs that nobody has looked at since it began: until there are none it cannot be confirmed. */
  notLookedAt: z.number(),
  /** What is confirmed. */
  digest: z.string(),
  bmcs: z.array(
    z.object({
      bmcId: z.uuid(),
      serverName: z.string(),
      plan: bmcPlan,
      /** Set: its users could not be read, so the plan is what the rows say. */
      errorCode: z.string().nullable(),
    }),
  ),
});

/** The sites that write to no BMC now, and what each would do. */
export const listObservations = permitted('site:read')
  .output(z.object({ items: z.array(observation) }))
  .query(async ({ ctx }) => {
    const observations = await list(ctx.portal.db.client);
    return {
      items: observations.map((each) => observation.parse({ ...each, digest: planDigest(each.bmcs) })),
    };
  });
