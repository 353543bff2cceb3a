import { appendAuditEvent, revokeWebSessions, setOrganisationSuspended } from '@postern/database';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';
import { endGrantsWithEvents } from './end-grants-with-events.ts';

export interface Ended {
  readonly grantsEnded: number;
  readonly sessionsEnded: number;
}

/** Locks an organisation's people out: their access ends and they are signed out, in the same transaction. */
export function suspendOrganisation(
  context: ViewerContext,
  { organisationId, reason }: { readonly organisationId: string; readonly reason: string },
): Promise<Result<Ended>> {
  return transact(context.portal.db, async (tx) => {
    const organisation = await setOrganisationSuspended(tx, organisationId, true);
    if (organisation === null) return refused({ reason: 'not-found' });
    const sessions = await revokeWebSessions(tx, { organisationId });
    const cause = 'organisation-suspended';
    const grants = await endGrantsWithEvents(tx, context, { organisationId }, { cause, reason });
    if (organisation.changed) {
      await appendAuditEvent(tx, {
        type: 'organisation.suspended',
        outcome: 'ok',
        ...actorOf(context.viewer, context.sourceAddress),
        organisationId,
        details: { name: organisation.name, reason, grantsEnded: grants.length },
      });
    }
    return done({ grantsEnded: grants.length, sessionsEnded: sessions.length });
  });
}

/** Lets an organisation's people in again. What ended stays ended. */
export function resumeOrganisation(
  { portal, viewer, sourceAddress }: ViewerContext,
  organisationId: string,
): Promise<Result<Ended>> {
  return transact(portal.db, async (tx) => {
    const organisation = await setOrganisationSuspended(tx, organisationId, false);
    if (organisation === null) return refused({ reason: 'not-found' });
    if (organisation.changed) {
      await appendAuditEvent(tx, {
        type: 'organisation.resumed',
        outcome: 'ok',
        ...actorOf(viewer, sourceAddress),
        organisationId,
        details: { name: organisation.name },
      });
    }
    return done({ grantsEnded: 0, sessionsEnded: 0 });
  });
}
