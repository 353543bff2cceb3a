import { askForHardwareReading, readServer, sitesWithBroker, tenantScope } from '@postern/database';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';

/** A reading is no deed: it leaves no line in the activity, like the readings that come by themselves. */
export async function readHardwareNow(
  { portal, viewer }: ViewerContext,
  serverId: string,
): Promise<Result<Record<string, never>>> {
  const tx = portal.db.client;
  const server = await readServer(tx, tenantScope(viewer), serverId);
  if (server === null) return refused({ reason: 'not-found' });
  if (server.bmc === null) return refused({ reason: 'server-has-no-bmc' });
  if (!(await sitesWithBroker(tx)).has(server.site.id)) return refused({ reason: 'no-broker' });
  await askForHardwareReading(tx, { serverId });
  return done({});
}
