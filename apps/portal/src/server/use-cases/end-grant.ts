import { readGrant, tenantScope } from '@postern/database';
import { isStaff } from '@postern/domain';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { endGrantsWithEvents } from './end-grants-with-events.ts';

/**
 * Ends one access now: its tenant's *End now*, or staff's *Revoke* with a reason. Asking twice is asking once; what is
 * over already stays over.
 */
export function endGrant(
  context: ViewerContext,
  { grantId, reason }: { readonly grantId: string; readonly reason?: string | undefined },
): Promise<Result<{ readonly grantId: string }>> {
  return transact(context.portal.db, async (tx) => {
    const grant = await readGrant(tx, tenantScope(context.viewer), grantId);
    if (grant === null) return refused({ reason: 'not-found' });
    const cause = isStaff(context.viewer) ? 'revoked-by-staff' : 'ended-by-tenant';
    const ended = await endGrantsWithEvents(tx, context, { grantId }, { cause, reason });
    if (ended.length === 0 && grant.state !== 'revoking') return refused({ reason: 'grant-over' });
    return done({ grantId });
  });
}
