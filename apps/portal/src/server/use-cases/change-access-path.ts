import { appendAuditEvent, updateAccessPath } from '@postern/database';
import type { AccessPath } from '@postern/domain';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

/** Decides how tenants' tools reach a site's BMCs. Access that stands keeps the way it was given. */
export function changeAccessPath(
  { portal, viewer, sourceAddress }: ViewerContext,
  change: { readonly siteId: string; readonly path: AccessPath },
): Promise<Result<{ readonly siteId: string }>> {
  return transact(portal.db, async (tx) => {
    const site = await updateAccessPath(tx, change);
    if (site === null) return refused({ reason: 'not-found' });
    await appendAuditEvent(tx, {
      type: 'site.access-path-changed',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      details: { ...change, name: site.name },
    });
    return done({ siteId: change.siteId });
  });
}
