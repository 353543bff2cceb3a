import { z } from 'zod';
import { listServersForViewer } from '../../queries/list-servers-for-viewer.ts';
import { serverOverviewShape } from '../../shapes/server.ts';
import { pageLimit, searchText } from '../../shapes/words.ts';
import { permitted } from '../../trpc/procedure.ts';

/** The servers that the viewer may see, by name. */
export const listServers = permitted('server:read')
  .input(
    z.object({
      search: searchText.optional(),
      siteId: z.uuid().optional(),
      organisationId: z.uuid().optional(),
      power: z.enum(['on', 'off', 'unknown']).optional(),
      access: z.enum(['none', 'live', 'overdue']).optional(),
      cursor: searchText.nullish(),
      limit: pageLimit,
    }),
  )
  .output(z.object({ items: z.array(serverOverviewShape), nextCursor: z.string().nullable(), now: z.date() }))
  .query(({ ctx, input: { cursor, ...filter } }) =>
    listServersForViewer(ctx, { ...filter, after: cursor ?? undefined }),
  );
