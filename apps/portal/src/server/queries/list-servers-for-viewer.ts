import {
  databaseNow,
  listServers,
  type ServerFilter,
  serversWithLiveGrant,
  sitesWithBroker,
  tenantScope,
} from '@postern/database';
import type { ServerOverviewShape } from '../shapes/server.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { serverOverviewOf } from './server-overview-of.ts';

/** One page of the servers that the viewer may see. `nextCursor` is the last server's name. */
export async function listServersForViewer(
  { portal, viewer }: ViewerContext,
  filter: ServerFilter,
): Promise<{ items: ServerOverviewShape[]; nextCursor: string | null; now: Date }> {
  const tx = portal.db.client;
  const rows = await listServers(tx, tenantScope(viewer), filter);
  const page = rows.slice(0, filter.limit);
  const [now, sites, taken] = await Promise.all([
    databaseNow(tx),
    sitesWithBroker(tx),
    serversWithLiveGrant(
      tx,
      page.map(({ id }) => id),
    ),
  ]);
  const items = page.map((row) =>
    serverOverviewOf(row, {
      viewer,
      now,
      siteHasBroker: sites.has(row.site.id),
      accessBlocked: taken.has(row.id),
    }),
  );
  return { items, nextCursor: rows.length > filter.limit ? (page.at(-1)?.name ?? null) : null, now };
}
