import { createHmac } from 'node:crypto';
import { reserveSignInAttempt } from '@postern/database';
import type { Portal } from '../portal.ts';
import { maySignIn, signInWindowSeconds } from './sign-in-limit.ts';

/**
 * One try at somebody's password, wherever it is typed: all of them count against one limit. `null`: too many were wrong
 * of late. `email` in lower case; it is stored as a keyed hash.
 */
export async function reserveTry(
  portal: Portal,
  email: string,
  from: string | undefined,
): Promise<{ readonly attemptId: bigint } | null> {
  const sourceAddress = from ?? 'unknown';
  const emailKey = createHmac('sha256', portal.sessionSecret).update(email).digest('hex');
  const reserved = await portal.db.transaction((tx) =>
    reserveSignInAttempt(tx, { emailKey, sourceAddress, windowSeconds: signInWindowSeconds }, maySignIn),
  );
  if (reserved === null) {
    portal.log.warn({ sourceAddress, reason: 'too-many-attempts' }, 'a password was not looked at');
  }
  return reserved;
}
