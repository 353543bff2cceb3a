import { appendAuditEvent, revokeWebSessions } from '@postern/database';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

/** Ends one of one's own sign-ins, or all but this one. What hangs on it (consoles) ends with it. */
export function endWebSessions(
  { portal, viewer, sourceAddress }: ViewerContext,
  which: { readonly webSessionId: string } | 'others',
): Promise<Result<{ readonly sessionsEnded: number }>> {
  const { userId } = viewer;
  return transact(portal.db, async (tx) => {
    const ended = await revokeWebSessions(
      tx,
      which === 'others' ? { userId, except: viewer.webSessionId } : { ...which, userId },
    );
    if (which !== 'others' && ended.length === 0) return refused({ reason: 'not-found' });
    if (ended.length > 0) {
      await appendAuditEvent(tx, {
        type: 'user.sessions-ended',
        outcome: 'ok',
        ...actorOf(viewer, sourceAddress),
        organisationId: viewer.organisationId ?? undefined,
        details: { sessions: ended.length },
      });
    }
    return done({ sessionsEnded: ended.length });
  });
}
