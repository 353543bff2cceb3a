import { appendAuditEvent, type EndedGrant, endGrants, type GrantsToEnd, type Tx } from '@postern/database';
import type { GrantEndCause } from '@postern/domain';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

/** Moves grants to their end, each with its audit event. The brokers are woken by the change. */
export async function endGrantsWithEvents(
  tx: Tx,
  { viewer, sourceAddress }: Pick<ViewerContext, 'viewer' | 'sourceAddress'>,
  which: GrantsToEnd,
  { cause, reason }: { readonly cause: GrantEndCause; readonly reason?: string | undefined },
): Promise<readonly EndedGrant[]> {
  const ended = await endGrants(tx, which, { cause, byUserId: viewer.userId });
  for (const grant of ended) {
    await appendAuditEvent(tx, {
      type: 'grant.end-requested',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      organisationId: grant.organisationId,
      serverId: grant.serverId,
      grantId: grant.grantId,
      details: { cause, from: grant.previousState, reason: reason ?? null },
    });
  }
  return ended;
}
