import {
  appendAuditEvent,
  findPersonForSignIn,
  openWebSession,
  type PersonForSignIn,
  readSecondFactor,
  recordSignInSuccess,
  releaseSignInAttempt,
  type Tx,
} from '@postern/database';
import type { AuditActor } from '@postern/domain';
import type { Portal } from '../portal.ts';
import { passwordMatches } from './password.ts';
import { reserveTry } from './reserve-try.ts';
import { spendCode } from './spend-code.ts';

/** A working day. After it, whoever still sits there types his password again. */
export const webSessionSeconds = 12 * 3600;

export interface SignInAttempt {
  readonly email: string;
  readonly password: string;
  /** Of the second factor; absent where the person has not been asked for it yet. */
  readonly code?: string | undefined;
  readonly sourceAddress: string | undefined;
  readonly userAgent: string | undefined;
}

export type SignInOutcome =
  | { readonly ok: true; readonly userId: string; readonly webSessionId: string }
  /** Wrong, unknown, disabled and suspended look the same from outside. */
  | { readonly ok: false; readonly reason: 'refused' | 'too-many-attempts' }
  /** Only after the right password. */
  | { readonly ok: false; readonly reason: 'code-needed' | 'code-wrong' };

/**
 * Checks a password, and a code where the person has a second factor, and opens a web session. Each attempt whose password
 * was looked at stands in the audit log, but for one that was right and asks for the code: it opens nothing and costs no
 * try. A wrong code costs one as a wrong password does.
 */
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
  const outcome = await portal.db.transaction(async (tx): Promise<SignInOutcome> => {
    const { userId } = person;
    const verdict = await spendCode(tx, portal, { userId, code: attempt.code });
    if (verdict === 'code-wrong') return { ok: false, reason: verdict };
    if (verdict === 'code-needed') {
      await releaseSignInAttempt(tx, reserved);
      return { ok: false, reason: verdict };
    }
    await recordSignInSuccess(tx, reserved);
    const { webSessionId } = await openWebSession(tx, {
      userId,
      lifeSeconds: webSessionSeconds,
      sourceAddress: attempt.sourceAddress,
      userAgent: attempt.userAgent,
    });
    await noteEntry(tx, attempt, person, verdict);
    return { ok: true, userId, webSessionId };
  });
  if (!outcome.ok && outcome.reason === 'code-wrong') await noteRefusal(portal, attempt, person, 'code');
  return outcome;
}

async function noteEntry(
  tx: Tx,
  attempt: SignInAttempt,
  person: PersonForSignIn,
  verdict: 'no-second-factor' | 'by-app' | 'by-recovery-code',
): Promise<void> {
  const about = {
    outcome: 'ok',
    actor: actorOf(person),
    sourceAddress: attempt.sourceAddress,
    organisationId: person.organisationId ?? undefined,
  } as const;
  if (verdict === 'by-recovery-code') {
    const left = (await readSecondFactor(tx, person.userId))?.codesLeft ?? 0;
    await appendAuditEvent(tx, { type: 'user.recovery-code-used', ...about, details: { left } });
  }
  await appendAuditEvent(tx, { type: 'user.signed-in', ...about, details: { secondFactor: verdict } });
}

async function noteRefusal(
  portal: Portal,
  attempt: SignInAttempt,
  person: PersonForSignIn | null,
  wrong: 'password' | 'code' = 'password',
): Promise<void> {
  await portal.db.transaction((tx) =>
    appendAuditEvent(tx, {
      type: 'user.sign-in-refused',
      outcome: 'refused',
      actor: actorOf(person),
      sourceAddress: attempt.sourceAddress,
      organisationId: person?.organisationId ?? undefined,
      details: { known: person !== null, wrong },
    }),
  );
}

/** What a stranger typed as his e-mail is not kept: people type passwords there. */
function actorOf(person: PersonForSignIn | null): AuditActor {
  if (person === null) return { kind: 'anonymous', name: 'unknown e-mail address' };
  return { kind: 'user', id: person.userId, name: person.name };
}
