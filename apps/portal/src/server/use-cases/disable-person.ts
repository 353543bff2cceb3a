import { appendAuditEvent, revokeWebSessions, setPersonDisabled } from '@postern/database';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';
import { endGrantsWithEvents } from './end-grants-with-events.ts';
import type { Ended } from './suspend-organisation.ts';

/** Locks one person out: the access he holds ends and he is signed out, in the same transaction. */
export function disablePerson(
  context: ViewerContext,
  { userId, reason }: { readonly userId: string; readonly reason: string },
): Promise<Result<Ended>> {
  return transact(context.portal.db, async (tx) => {
    if (userId === context.viewer.userId) return refused({ reason: 'own-account' });
    const person = await setPersonDisabled(tx, userId, true);
    if (person === null) return refused({ reason: 'not-found' });
    const sessions = await revokeWebSessions(tx, { userId });
    const cause = 'user-disabled';
    const grants = await endGrantsWithEvents(tx, context, { holderId: userId }, { cause, reason });
    if (person.changed) {
      await appendAuditEvent(tx, {
        type: 'user.disabled',
        outcome: 'ok',
        ...actorOf(context.viewer, context.sourceAddress),
        organisationId: person.organisationId ?? undefined,
        details: { userId, name: person.name, reason, grantsEnded: grants.length },
      });
    }
    return done({ grantsEnded: grants.length, sessionsEnded: sessions.length });
  });
}

/** Lets a person in again. What ended stays ended. */
export function enablePerson(
  { portal, viewer, sourceAddress }: ViewerContext,
  userId: string,
): Promise<Result<Ended>> {
  return transact(portal.db, async (tx) => {
    const person = await setPersonDisabled(tx, userId, false);
    if (person === null) return refused({ reason: 'not-found' });
    if (person.changed) {
      await appendAuditEvent(tx, {
        type: 'user.enabled',
        outcome: 'ok',
        ...actorOf(viewer, sourceAddress),
        organisationId: person.organisationId ?? undefined,
        details: { userId, name: person.name },
      });
    }
    return done({ grantsEnded: 0, sessionsEnded: 0 });
  });
}
