import { type AuditFilter, listAuditEvents, tenantScope } from '@postern/database';
import type { ActivityLineShape } from '../shapes/activity.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { activityLineOf } from './activity-line-of.ts';

/** Steps on the way to a line that follows at once: noise on a page, kept in the audit log. */
const plumbing: readonly string[] = ['account.reserved', 'grant.provisioning-started'];

/** One page of what happened to a server, newest first. A tenant sees only what happened while it was his. */
export async function listActivity(
  { portal, viewer }: ViewerContext,
  filter: Pick<AuditFilter, 'serverId' | 'before' | 'limit'>,
): Promise<{ items: ActivityLineShape[]; nextCursor: string | null }> {
  const rows = await listAuditEvents(portal.db.client, tenantScope(viewer), filter);
  const page = rows.slice(0, filter.limit);
  const nextCursor = rows.length > filter.limit ? (page.at(-1)?.seq.toString() ?? null) : null;
  const items = page.filter((row) => !plumbing.includes(row.type)).map((row) => activityLineOf(row, viewer));
  return { items, nextCursor };
}
