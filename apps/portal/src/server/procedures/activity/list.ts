import { readServer, tenantScope } from '@postern/database';
import { z } from 'zod';
import { listActivity as list } from '../../queries/list-activity.ts';
import { activityLineShape } from '../../shapes/activity.ts';
import { pageLimit } from '../../shapes/words.ts';
import { orNotFound } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';

/** Who did what to a server, staff included, newest first. */
export const listActivity = permitted('server:read')
  .input(
    z.object({
      serverId: z.uuid(),
      cursor: z
        .string()
        .regex(/^\d{1,18}$/)
        .nullish(),
      limit: pageLimit,
    }),
  )
  .output(z.object({ items: z.array(activityLineShape), nextCursor: z.string().nullable() }))
  .query(async ({ ctx, input: { serverId, cursor, limit } }) => {
    orNotFound(await readServer(ctx.portal.db.client, tenantScope(ctx.viewer), serverId));
    const before = cursor ? BigInt(cursor) : undefined;
    return list(ctx, { serverId, before, limit });
  });
