import { appendAuditEvent, type Blocked, clearBlock, readBlocked, setBlock } from '@postern/database';
import type { BlockKind } from '@postern/domain';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';
import { endGrantsWithEvents } from './end-grants-with-events.ts';

export interface BlockRequest {
  readonly of: Blocked;
  readonly kind: BlockKind;
  /** For the tenant. */
  readonly reason: string;
  /** Live access ends at once, too. */
  readonly endsLive: boolean;
}

/** Refuses new access to a server, or to all of an organisation, until the block is cleared. */
export function blockAccess(
  context: ViewerContext,
  { of, kind, reason, endsLive }: BlockRequest,
): Promise<Result<{ readonly grantsEnded: number }>> {
  const { portal, viewer, sourceAddress } = context;
  return transact(portal.db, async (tx) => {
    const blocked = await readBlocked(tx, of);
    if (blocked === null) return refused({ reason: 'not-found' });
    const changed = await setBlock(tx, of, { kind, reason, endsLive, setById: viewer.userId });
    const ended = endsLive
      ? await endGrantsWithEvents(tx, context, of, { cause: 'server-blocked', reason })
      : [];
    if (changed) {
      await appendAuditEvent(tx, {
        type: 'access.blocked',
        outcome: 'ok',
        ...actorOf(viewer, sourceAddress),
        ...about(of, blocked),
        details: { kind, name: blocked.name, reason, endsLive, grantsEnded: ended.length },
      });
    }
    return done({ grantsEnded: ended.length });
  });
}

/** Lets new access be asked for again, as far as this block is concerned. What ended stays ended. */
export function unblockAccess(
  { portal, viewer, sourceAddress }: ViewerContext,
  { of, kind }: Pick<BlockRequest, 'of' | 'kind'>,
): Promise<Result<Record<string, never>>> {
  return transact(portal.db, async (tx) => {
    const blocked = await readBlocked(tx, of);
    if (blocked === null) return refused({ reason: 'not-found' });
    if (await clearBlock(tx, of, kind)) {
      await appendAuditEvent(tx, {
        type: 'access.unblocked',
        outcome: 'ok',
        ...actorOf(viewer, sourceAddress),
        ...about(of, blocked),
        details: { kind, name: blocked.name },
      });
    }
    return done({});
  });
}

/** The tenant of a blocked server sees the line; an organisation's own line is its tenant's by itself. */
function about(of: Blocked, { organisationId }: { readonly organisationId: string | null }) {
  return { ...('serverId' in of ? of : {}), organisationId: organisationId ?? undefined };
}
