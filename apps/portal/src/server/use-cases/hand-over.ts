import {
  appendAuditEvent,
  insertAction,
  lockServer,
  openHandOver,
  overrideHandOver,
  readServer,
  type Tx,
  tenantScope,
} from '@postern/database';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';
import { endGrantsWithEvents } from './end-grants-with-events.ts';

export interface HandOverWish {
  readonly serverId: string;
  /** Who gets the server; null: it stands free. */
  readonly organisationId: string | null;
  readonly reason: string | null;
}

/**
 * Notes that a server has to be cleared, and asks a broker for it, in the transaction that gives it away. Grants that
 * live are ended by the caller: whatever is asked for from now on waits.
 */
export async function beginHandOver(
  tx: Tx,
  { viewer, sourceAddress }: Pick<ViewerContext, 'viewer' | 'sourceAddress'>,
  wish: HandOverWish,
): Promise<void> {
  const { handOverId } = await openHandOver(tx, { ...wish, requestedById: viewer.userId });
  await insertAction(tx, {
    serverId: wish.serverId,
    // The hoster's own work on the server: the tenant learns of its end by the certificate.
    organisationId: null,
    requestedById: viewer.userId,
    parameters: { kind: 'hand-over', handOverId },
    idempotencyKey: `hand-over-${handOverId}`,
    reason: wish.reason,
    sourceAddress: sourceAddress ?? null,
  });
}

/** Staff have a server cleared although it stays where it is. */
export function handServerOver(
  context: ViewerContext,
  { serverId, reason }: { readonly serverId: string; readonly reason: string },
): Promise<Result<{ readonly serverId: string; readonly grantsEnded: number }>> {
  const { portal, viewer, sourceAddress } = context;
  return transact(portal.db, async (tx) => {
    await lockServer(tx, serverId);
    const server = await readServer(tx, tenantScope(viewer), serverId);
    if (server === null) return refused({ reason: 'not-found' });
    if (server.bmc === null) return refused({ reason: 'server-has-no-bmc' });
    const { organisationId } = server;
    const ended = await endGrantsWithEvents(tx, context, { serverId }, { cause: 'revoked-by-staff', reason });
    await beginHandOver(tx, context, { serverId, organisationId, reason });
    await appendAuditEvent(tx, {
      type: 'server.hand-over-requested',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      organisationId: organisationId ?? undefined,
      serverId,
      details: { reason },
    });
    return done({ serverId, grantsEnded: ended.length });
  });
}

/** Staff let access begin although the server could not be cleared, and answer for it with a reason. */
export function goOnWithoutHandOver(
  { portal, viewer, sourceAddress }: ViewerContext,
  { serverId, reason }: { readonly serverId: string; readonly reason: string },
): Promise<Result<{ readonly serverId: string }>> {
  return transact(portal.db, async (tx) => {
    const server = await readServer(tx, tenantScope(viewer), serverId);
    if (server === null) return refused({ reason: 'not-found' });
    if (!(await overrideHandOver(tx, { serverId, byUserId: viewer.userId, reason }))) {
      return refused({ reason: 'no-hand-over' });
    }
    await appendAuditEvent(tx, {
      type: 'server.hand-over-overridden',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      organisationId: server.organisationId ?? undefined,
      serverId,
      details: { reason },
    });
    return done({ serverId });
  });
}
