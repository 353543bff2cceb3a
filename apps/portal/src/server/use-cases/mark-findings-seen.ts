import { appendAuditEvent, markFindingsSeen as mark, readGrant, tenantScope } from '@postern/database';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

/** An admin has looked at the BMC users that appeared during a grant. Looking twice is looking once. */
export function markFindingsSeen(
  { portal, viewer, sourceAddress }: ViewerContext,
  grantId: string,
): Promise<Result<{ readonly grantId: string }>> {
  return transact(portal.db, async (tx) => {
    if ((await readGrant(tx, tenantScope(viewer), grantId)) === null) return refused({ reason: 'not-found' });
    const seen = await mark(tx, { grantId, byUserId: viewer.userId });
    if (seen !== null) {
      await appendAuditEvent(tx, {
        type: 'account.finding-seen',
        outcome: 'ok',
        ...actorOf(viewer, sourceAddress),
        serverId: seen.serverId,
        grantId,
      });
    }
    return done({ grantId });
  });
}
