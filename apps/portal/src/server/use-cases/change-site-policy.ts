import { appendAuditEvent, updateSitePolicy } from '@postern/database';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { PolicyShape } from '../shapes/policy.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

/** Sets a site's limits. Grants that live already keep their end; only their extensions feel it. */
export function changeSitePolicy(
  { portal, viewer, sourceAddress }: ViewerContext,
  { siteId, policy }: { readonly siteId: string; readonly policy: PolicyShape },
): Promise<Result<{ readonly siteId: string }>> {
  return transact(portal.db, async (tx) => {
    const site = await updateSitePolicy(tx, siteId, policy);
    if (site === null) return refused({ reason: 'not-found' });
    await appendAuditEvent(tx, {
      type: 'site.policy-changed',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      details: { siteId, name: site.name, ...policy },
    });
    return done({ siteId });
  });
}
