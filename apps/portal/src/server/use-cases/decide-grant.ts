import {
  appendAuditEvent,
  approveGrant as approve,
  declineGrant as decline,
  readGrant,
  readServer,
  siteClocksAreOff,
  type Tx,
  tenantScope,
} from '@postern/database';
import { decideBlocks } from '@postern/domain';
import { transact } from '../portal.ts';
import { blocksOf } from '../queries/blocks-of.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

type Decided = Result<{ readonly grantId: string }>;

/** Support lets a request be carried out. Its time starts when the access is ready, as always. */
export function approveGrant(context: ViewerContext, grantId: string): Promise<Decided> {
  const { portal, viewer } = context;
  return transact(portal.db, async (tx) => {
    const grant = await readGrant(tx, tenantScope(viewer), grantId);
    const server = grant && (await readServer(tx, tenantScope(viewer), grant.serverId));
    if (grant === null || server === null) return refused({ reason: 'not-found' });
    // What was blocked since the request was made is not opened by approving it.
    const free = decideBlocks(blocksOf(server));
    if (!free.allowed) return refused(free);
    if (await siteClocksAreOff(tx, server.site.id))
      return refused({ reason: 'clocks-off', siteName: server.site.name });
    if (!(await approve(tx, { grantId, byUserId: viewer.userId }))) return refused({ reason: 'not-waiting' });
    await record(tx, context, grant, { type: 'grant.approved' });
    return done({ grantId });
  });
}

/** Support refuses a request; the tenant reads why. */
export function declineGrant(
  context: ViewerContext,
  { grantId, reason }: { readonly grantId: string; readonly reason: string },
): Promise<Decided> {
  const { portal, viewer } = context;
  return transact(portal.db, async (tx) => {
    const grant = await readGrant(tx, tenantScope(viewer), grantId);
    if (grant === null) return refused({ reason: 'not-found' });
    if (!(await decline(tx, { grantId, byUserId: viewer.userId, reason })))
      return refused({ reason: 'not-waiting' });
    await record(tx, context, grant, { type: 'grant.declined', reason });
    return done({ grantId });
  });
}

async function record(
  tx: Tx,
  { viewer, sourceAddress }: ViewerContext,
  grant: { readonly id: string; readonly organisationId: string; readonly serverId: string },
  { type, reason }: { readonly type: 'grant.approved' | 'grant.declined'; readonly reason?: string },
): Promise<void> {
  await appendAuditEvent(tx, {
    type,
    outcome: 'ok',
    ...actorOf(viewer, sourceAddress),
    organisationId: grant.organisationId,
    serverId: grant.serverId,
    grantId: grant.id,
    ...(reason === undefined ? {} : { details: { reason } }),
  });
}
