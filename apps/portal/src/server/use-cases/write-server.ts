import {
  appendAuditEvent,
  insertServer,
  lockServer,
  readServer,
  type ServerFacts,
  tenantScope,
  updateServer,
} from '@postern/database';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';
import { endGrantsWithEvents } from './end-grants-with-events.ts';
import { beginHandOver } from './hand-over.ts';
import { refuseConstraint } from './refuse-constraint.ts';

export function createServer(
  { portal, viewer, sourceAddress }: ViewerContext,
  facts: ServerFacts,
): Promise<Result<{ readonly serverId: string }>> {
  return refuseConstraint('name', () =>
    transact(portal.db, async (tx) => {
      const { id } = await insertServer(tx, facts);
      await appendAuditEvent(tx, {
        type: 'server.created',
        outcome: 'ok',
        ...actorOf(viewer, sourceAddress),
        organisationId: facts.organisationId ?? undefined,
        serverId: id,
        details: { name: facts.name, rack: facts.rack },
      });
      return done({ serverId: id });
    }),
  );
}

/**
 * Changes what is noted of a server. Giving it to another organisation first ends what the former tenant's people hold
 * on it, and has the server cleared; until that is proven nobody else gets access.
 */
export function changeServer(
  context: ViewerContext,
  { serverId, ...facts }: Omit<ServerFacts, 'siteId'> & { readonly serverId: string },
): Promise<Result<{ readonly serverId: string; readonly grantsEnded: number }>> {
  const { portal, viewer, sourceAddress } = context;
  return refuseConstraint('name', () =>
    transact(portal.db, async (tx) => {
      await lockServer(tx, serverId);
      const server = await readServer(tx, tenantScope(viewer), serverId);
      if (server === null) return refused({ reason: 'not-found' });
      const reassigned = server.organisationId !== facts.organisationId;
      const ended = reassigned
        ? await endGrantsWithEvents(tx, context, { serverId }, { cause: 'server-reassigned' })
        : [];
      await updateServer(tx, serverId, facts);
      if (reassigned && server.bmc !== null) {
        const { organisationId } = facts;
        await beginHandOver(tx, context, { serverId, organisationId, reason: null });
      }
      const about = { outcome: 'ok', ...actorOf(viewer, sourceAddress), serverId } as const;
      if (reassigned) {
        // Each tenant learns of it without learning of the other.
        for (const organisationId of [server.organisationId, facts.organisationId]) {
          const relation = organisationId === facts.organisationId ? 'received' : 'given-away';
          await appendAuditEvent(tx, {
            ...about,
            type: 'server.reassigned',
            organisationId: organisationId ?? undefined,
            details: { relation },
          });
        }
      }
      await appendAuditEvent(tx, {
        ...about,
        type: 'server.updated',
        organisationId: facts.organisationId ?? undefined,
        details: { name: facts.name, rack: facts.rack },
      });
      return done({ serverId, grantsEnded: ended.length });
    }),
  );
}
