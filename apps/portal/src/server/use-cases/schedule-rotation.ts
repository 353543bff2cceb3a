import { appendAuditEvent, setRotationSchedule } from '@postern/database';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

export function scheduleRotation(
  { portal, viewer, sourceAddress }: ViewerContext,
  { siteId, everyDays }: { readonly siteId: string; readonly everyDays: number | null },
): Promise<Result<{ readonly siteId: string }>> {
  return transact(portal.db, async (tx) => {
    const site = await setRotationSchedule(tx, { siteId, everyDays });
    if (site === null) return refused({ reason: 'not-found' });
    await appendAuditEvent(tx, {
      type: 'site.rotation-scheduled',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      details: { siteId, name: site.name, everyDays },
    });
    return done({ siteId });
  });
}
