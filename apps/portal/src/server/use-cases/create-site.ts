import { appendAuditEvent, insertSite } from '@postern/database';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

/** Adds a site. Nothing serves it until a broker of its slug has started and registered its key. */
export function createSite(
  { portal, viewer, sourceAddress }: ViewerContext,
  site: { readonly slug: string; readonly name: string },
): Promise<Result<{ readonly siteId: string }>> {
  return transact(portal.db, async (tx) => {
    const made = await insertSite(tx, site);
    if (made === null) return refused({ reason: 'name-taken', field: 'slug' });
    await appendAuditEvent(tx, {
      type: 'site.created',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      details: { siteId: made.id, slug: site.slug, name: site.name },
    });
    return done({ siteId: made.id });
  });
}
