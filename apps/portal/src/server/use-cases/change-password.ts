import { appendAuditEvent, replacePassword, revokeWebSessions } from '@postern/database';
import { hashPassword } from '../auth/password.ts';
import { provePassword } from '../auth/prove-password.ts';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

/** Changes one's own password. Every other sign-in of the person ends: one of them may be why it is changed. */
export async function changePassword(
  context: ViewerContext,
  typed: { readonly password: string; readonly newPassword: string },
): Promise<Result<{ readonly sessionsEnded: number }>> {
  const { portal, viewer, sourceAddress } = context;
  const proven = await provePassword(context, typed.password);
  if (!proven.ok) return proven;
  const change = { from: proven.value.passwordHash, to: await hashPassword(typed.newPassword) };
  return transact(portal.db, async (tx) => {
    if (!(await replacePassword(tx, viewer.userId, change))) return refused({ reason: 'password-wrong' });
    const ended = await revokeWebSessions(tx, { userId: viewer.userId, except: viewer.webSessionId });
    await appendAuditEvent(tx, {
      type: 'user.password-changed',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      organisationId: viewer.organisationId ?? undefined,
      details: { sessionsEnded: ended.length },
    });
    return done({ sessionsEnded: ended.length });
  });
}
