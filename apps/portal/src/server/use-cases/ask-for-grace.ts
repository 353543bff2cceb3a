import {
  appendAuditEvent,
  askForGrace as ask,
  policyWithin,
  readGrant,
  tenantScope,
} from '@postern/database';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

/** A tenant asks that a console which is open at the end may finish, for as long as policy allows; or takes it back. */
export function askForGrace(
  { portal, viewer, sourceAddress }: ViewerContext,
  { grantId, wanted }: { readonly grantId: string; readonly wanted: boolean },
): Promise<Result<{ readonly graceSeconds: number }>> {
  return transact(portal.db, async (tx) => {
    const grant = await readGrant(tx, tenantScope(viewer), grantId);
    if (grant === null) return refused({ reason: 'not-found' });
    if (grant.permanent) return refused({ reason: 'grant-permanent' });
    const { organisation, server } = grant;
    const { policy } = policyWithin({ site: server.site, organisation, server });
    if (wanted && policy.graceSeconds === 0) return refused({ reason: 'no-grace' });
    const seconds = wanted ? policy.graceSeconds : 0;
    if (!(await ask(tx, { grantId, seconds }))) return refused({ reason: 'grant-over' });
    await appendAuditEvent(tx, {
      type: 'grant.grace-requested',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      organisationId: grant.organisationId,
      serverId: grant.serverId,
      grantId,
      details: { seconds },
    });
    return done({ graceSeconds: seconds });
  });
}
