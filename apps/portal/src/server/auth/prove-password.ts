import { appendAuditEvent, findPersonForSignIn, releaseSignInAttempt } from '@postern/database';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from '../use-cases/actor-of.ts';
import { passwordMatches } from './password.ts';
import { reserveTry } from './reserve-try.ts';

/**
 * Whoever sits at a browser that is signed in types his password again. A wrong one counts against the limit of the
 * sign-in and stands in the audit log. Returns the hash that it fitted.
 */
export async function provePassword(
  { portal, viewer, sourceAddress }: ViewerContext,
  password: string,
): Promise<Result<{ readonly passwordHash: string }>> {
  const reserved = await reserveTry(portal, viewer.email, sourceAddress);
  if (reserved === null) return refused({ reason: 'too-many-attempts' });
  const passwordHash = (await findPersonForSignIn(portal.db.client, viewer.email))?.passwordHash ?? null;
  if (!(await passwordMatches(passwordHash, password)) || passwordHash === null) {
    await portal.db.transaction((tx) =>
      appendAuditEvent(tx, {
        type: 'user.proof-refused',
        outcome: 'refused',
        ...actorOf(viewer, sourceAddress),
        organisationId: viewer.organisationId ?? undefined,
        details: { what: 'password' },
      }),
    );
    return refused({ reason: 'password-wrong' });
  }
  await releaseSignInAttempt(portal.db.client, reserved);
  return done({ passwordHash });
}
