import { appendAuditEvent, deleteSecondFactor, readPerson, releaseSignInAttempt } from '@postern/database';
import { provePassword } from '../auth/prove-password.ts';
import { reserveTry } from '../auth/reserve-try.ts';
import { spendCode } from '../auth/spend-code.ts';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

type Removed = Result<{ readonly removed: boolean }>;

/** Takes one's own second factor away: by whoever has the password and a code, as at the sign-in. */
export async function removeOwnSecondFactor(
  context: ViewerContext,
  typed: { readonly password: string; readonly code: string },
): Promise<Removed> {
  const { portal, viewer, sourceAddress } = context;
  const { userId } = viewer;
  const proven = await provePassword(context, typed.password);
  if (!proven.ok) return proven;
  const reserved = await reserveTry(portal, viewer.email, sourceAddress);
  if (reserved === null) return refused({ reason: 'too-many-attempts' });
  const about = { ...actorOf(viewer, sourceAddress), organisationId: viewer.organisationId ?? undefined };
  const result = await transact<{ removed: boolean }>(portal.db, async (tx) => {
    const verdict = await spendCode(tx, portal, { userId, code: typed.code });
    if (verdict === 'no-second-factor') return refused({ reason: 'no-second-factor' });
    if (verdict === 'code-wrong' || verdict === 'code-needed') return refused({ reason: 'code-wrong' });
    await deleteSecondFactor(tx, userId);
    const details = { userId, name: viewer.name };
    await appendAuditEvent(tx, { type: 'user.second-factor-removed', outcome: 'ok', ...about, details });
    return done({ removed: true });
  });
  if (result.ok || result.refusal.reason !== 'code-wrong') {
    await releaseSignInAttempt(portal.db.client, reserved);
  } else {
    const details = { what: 'code' };
    await portal.db.transaction((tx) =>
      appendAuditEvent(tx, { type: 'user.proof-refused', outcome: 'refused', ...about, details }),
    );
  }
  return result;
}

/** For somebody who has lost his phone and his recovery codes; staff have made sure that it is him. */
export function removeSecondFactorOf(
  { portal, viewer, sourceAddress }: ViewerContext,
  { userId, reason }: { readonly userId: string; readonly reason: string },
): Promise<Removed> {
  return transact(portal.db, async (tx) => {
    if (userId === viewer.userId) return refused({ reason: 'own-second-factor' });
    const person = await readPerson(tx, userId);
    if (person === null) return refused({ reason: 'not-found' });
    const removed = await deleteSecondFactor(tx, userId);
    if (removed) {
      await appendAuditEvent(tx, {
        type: 'user.second-factor-removed',
        outcome: 'ok',
        ...actorOf(viewer, sourceAddress),
        organisationId: person.organisation?.id,
        details: { userId, name: person.name, reason },
      });
    }
    return done({ removed });
  });
}
