import {
  appendAuditEvent,
  findPersonForSignIn,
  openWebSession,
  type PersonForSignIn,
  recordSignInSuccess,
} from '@postern/database';
import type { AuditActor } from '@postern/domain';
import type { Portal } from '../portal.ts';
import { passwordMatches } from './password.ts';
import { reserveTry } from './reserve-try.ts';

/** A working day. After it, whoever still sits there types his password again. */
export const webSessionSeconds = 12 * 3600;

export interface SignInAttempt {
  readonly email: string;
  readonly password: string;
  readonly sourceAddress: string | undefined;
  readonly userAgent: string | undefined;
}

export type SignInOutcome =
  | { readonly ok: true; readonly userId: string; readonly webSessionId: string }
  /** Wrong, unknown, disabled and suspended look the same from outside. */
  | { readonly ok: false; readonly reason: 'refused' | 'too-many-attempts' };

/** Checks a password and opens a web session. Each attempt whose password was looked at stands in the audit log. */
export async function signIn(portal: Portal, attempt: SignInAttempt): Promise<SignInOutcome> {
  const email = attempt.email.trim().toLowerCase();
  if (email.length > 320) return { ok: false, reason: 'refused' };
  const reserved = await reserveTry(portal, email, attempt.sourceAddress);
  if (reserved === null) return { ok: false, reason: 'too-many-attempts' };
  const person = await findPersonForSignIn(portal.db.client, email);
  const matches = await passwordMatches(person?.passwordHash ?? null, attempt.password);
  if (person === null || !matches || !person.mayEnter) {
    await noteRefusal(portal, attempt, person);
    return { ok: false, reason: 'refused' };
  }
  const webSessionId = await portal.db.transaction(async (tx) => {
    await recordSignInSuccess(tx, reserved);
    const session = await openWebSession(tx, {
      userId: person.userId,
      lifeSeconds: webSessionSeconds,
      sourceAddress: attempt.sourceAddress,
      userAgent: attempt.userAgent,
    });
    await appendAuditEvent(tx, {
      type: 'user.signed-in',
      outcome: 'ok',
      actor: actorOf(person),
      sourceAddress: attempt.sourceAddress,
      organisationId: person.organisationId ?? undefined,
    });
    return session.webSessionId;
  });
  return { ok: true, userId: person.userId, webSessionId };
}

async function noteRefusal(
  portal: Portal,
  attempt: SignInAttempt,
  person: PersonForSignIn | null,
): Promise<void> {
  await portal.db.transaction((tx) =>
    appendAuditEvent(tx, {
      type: 'user.sign-in-refused',
      outcome: 'refused',
      actor: actorOf(person),
      sourceAddress: attempt.sourceAddress,
      organisationId: person?.organisationId ?? undefined,
      details: { known: person !== null },
    }),
  );
}

/** What a stranger typed as his e-mail is not kept: people type passwords there. */
function actorOf(person: PersonForSignIn | null): AuditActor {
  if (person === null) return { kind: 'anonymous', name: 'unknown e-mail address' };
  return { kind: 'user', id: person.userId, name: person.name };
}
