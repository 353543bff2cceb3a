import { databaseNow, listGrants as list, tenantScope } from '@postern/database';
import { grantStates, reviewSoonSeconds, revocationOverdueAfterSeconds } from '@postern/domain';
import { z } from 'zod';
import { grantOverviewOf } from '../../queries/grant-shape-of.ts';
import { grantOverviewShape } from '../../shapes/grant.ts';
import { instant, pageLimit, searchText } from '../../shapes/words.ts';
import { permitted } from '../../trpc/procedure.ts';

const cursor = z.object({ requestedAt: instant, id: z.uuid() });

/** Grants of all tenants, newest request first. */
export const listGrants = permitted('grant:read-all')
  .input(
    z.object({
      state: z.array(z.enum(grantStates)).min(1).optional(),
      overdueOnly: z.boolean().default(false),
      /** Permanent ones whose review is near or has passed. */
      reviewDueOnly: z.boolean().default(false),
      search: searchText.optional(),
      cursor: cursor.nullish(),
      limit: pageLimit,
    }),
  )
  .output(z.object({ items: z.array(grantOverviewShape), nextCursor: cursor.nullable(), now: z.date() }))
  .query(async ({ ctx, input }) => {
    const tx = ctx.portal.db.client;
    const now = await databaseNow(tx);
    const overdueBefore = new Date(now.getTime() - revocationOverdueAfterSeconds * 1000);
    const rows = await list(tx, tenantScope(ctx.viewer), {
      states: input.state,
      overdueBefore: input.overdueOnly ? overdueBefore : undefined,
      reviewBefore: input.reviewDueOnly ? new Date(now.getTime() + reviewSoonSeconds * 1000) : undefined,
      search: input.search,
      after: input.cursor ?? undefined,
      limit: input.limit,
    });
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    const more = rows.length > input.limit && last !== undefined;
    return {
      items: page.map((row) => grantOverviewOf(row, now)),
      nextCursor: more ? { requestedAt: last.requestedAt, id: last.id } : null,
      now,
    };
  });
