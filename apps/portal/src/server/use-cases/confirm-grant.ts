import { appendAuditEvent, confirmGrant as confirm, readGrant, tenantScope } from '@postern/database';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

/** Staff looked at permanent access again, and it stays until a new date of review. */
export function confirmGrant(
  { portal, viewer, sourceAddress }: ViewerContext,
  { grantId, reviewAt }: { readonly grantId: string; readonly reviewAt: Date },
): Promise<Result<{ readonly grantId: string }>> {
  return transact(portal.db, async (tx) => {
    const grant = await readGrant(tx, tenantScope(viewer), grantId);
    if (grant === null) return refused({ reason: 'not-found' });
    if (!(await confirm(tx, { grantId, reviewAt }))) return refused({ reason: 'not-permanent' });
    await appendAuditEvent(tx, {
      type: 'grant.review-confirmed',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      organisationId: grant.organisationId,
      serverId: grant.serverId,
      grantId,
      details: { before: grant.reviewAt?.toISOString() ?? null, reviewAt: reviewAt.toISOString() },
    });
    return done({ grantId });
  });
}
