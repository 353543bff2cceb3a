import {
  appendAuditEvent,
  databaseNow,
  extendGrant,
  policyWithin,
  readGrant,
  tenantScope,
} from '@postern/database';
import { decideBlocks, decideExtension, grantStates } from '@postern/domain';
import { z } from 'zod';
import { transact } from '../portal.ts';
import { blocksOf } from '../queries/blocks-of.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

const stateShape = z.enum(grantStates);

/** Moves the end of the tenant's own active access, within the policy that holds for it. */
export function extendOwnGrant(
  { portal, viewer, sourceAddress }: ViewerContext,
  change: { readonly grantId: string; readonly bySeconds: number },
): Promise<Result<{ readonly endsAt: Date }>> {
  return transact(portal.db, async (tx) => {
    const grant = await readGrant(tx, tenantScope(viewer), change.grantId);
    if (grant === null) return refused({ reason: 'not-found' });
    // A server that changed hands is not this tenant's any more, whatever the grant's row still says.
    if (grant.server.organisationId !== grant.organisationId) return refused({ reason: 'grant-over' });
    const { organisation, server } = grant;
    const free = decideBlocks(blocksOf({ blocks: server.blocks, organisation: grant.organisation }));
    if (!free.allowed) return refused(free);
    const { policy } = policyWithin({ site: server.site, organisation, server });
    const decision = decideExtension(policy, {
      ...grant,
      state: stateShape.parse(grant.state),
      bySeconds: change.bySeconds,
      now: await databaseNow(tx),
    });
    if (!decision.allowed) return refused(decision);
    const extended = await extendGrant(tx, { ...change, extensions: grant.extensions });
    if (extended === null) return refused({ reason: 'deadline-passed' });
    await appendAuditEvent(tx, {
      type: 'grant.extended',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      organisationId: grant.organisationId,
      serverId: grant.serverId,
      grantId: grant.id,
      details: { bySeconds: change.bySeconds, endsAt: extended.endsAt.toISOString() },
    });
    return done(extended);
  });
}
