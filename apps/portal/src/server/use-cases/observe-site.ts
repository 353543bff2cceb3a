import {
  appendAuditEvent,
  confirmObservation,
  listObservations,
  observeSite,
  readSiteById,
} from '@postern/database';
import { planDigest } from '@postern/domain';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

/** Lets a site write to none of its BMCs until an admin has seen and confirmed what would be done. */
export function holdWrites(
  { portal, viewer, sourceAddress }: ViewerContext,
  { siteId, reason }: { readonly siteId: string; readonly reason: string },
): Promise<Result<{ readonly siteId: string }>> {
  return transact(portal.db, async (tx) => {
    const site = await readSiteById(tx, siteId);
    if (site === undefined) return refused({ reason: 'not-found' });
    const begun = await observeSite(tx, {
      siteId,
      cause: 'asked-for',
      event: {
        type: 'site.observation-begun',
        outcome: 'ok',
        ...actorOf(viewer, sourceAddress),
        details: { siteId, name: site.name, cause: 'asked-for', reason },
      },
    });
    return begun ? done({ siteId }) : refused({ reason: 'site-observing' });
  });
}

/** Lets a site write again. `seen` is the digest of what the admin saw: he confirms that, and nothing else. */
export function confirmWrites(
  { portal, viewer, sourceAddress }: ViewerContext,
  { siteId, since, seen }: { readonly siteId: string; readonly since: Date; readonly seen: string },
): Promise<Result<{ readonly siteId: string }>> {
  return transact(portal.db, async (tx) => {
    if ((await readSiteById(tx, siteId)) === undefined) return refused({ reason: 'not-found' });
    const observation = (await listObservations(tx)).find((each) => each.siteId === siteId);
    if (observation === undefined) return refused({ reason: 'observation-over' });
    if (observation.notLookedAt > 0) return refused({ reason: 'observation-incomplete' });
    if (planDigest(observation.bmcs) !== seen) return refused({ reason: 'plan-changed' });
    if (!(await confirmObservation(tx, { siteId, since }))) return refused({ reason: 'observation-over' });
    const writes = observation.bmcs.flatMap(({ plan }) => plan);
    await appendAuditEvent(tx, {
      type: 'site.observation-confirmed',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      details: {
        siteId,
        name: observation.siteName,
        accountsToRemove: writes.filter(({ kind }) => kind === 'remove-account').length,
        grantsToRevoke: writes.filter(({ kind }) => kind === 'revoke-grant').length,
        plan: seen,
      },
    });
    return done({ siteId });
  });
}
