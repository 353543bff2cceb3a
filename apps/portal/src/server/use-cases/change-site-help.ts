import { appendAuditEvent, updateSiteHelp } from '@postern/database';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

/** Tenants are shown both: the sentence, and the address that their mail program writes to. */
export function changeSiteHelp(
  { portal, viewer, sourceAddress }: ViewerContext,
  help: { readonly siteId: string; readonly words: string; readonly mail: string | null },
): Promise<Result<{ readonly siteId: string }>> {
  return transact(portal.db, async (tx) => {
    const site = await updateSiteHelp(tx, help);
    if (site === null) return refused({ reason: 'not-found' });
    await appendAuditEvent(tx, {
      type: 'site.help-changed',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      details: { ...help, name: site.name },
    });
    return done({ siteId: help.siteId });
  });
}
