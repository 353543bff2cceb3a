import { appendAuditEvent, databaseNow, insertSecondFactor } from '@postern/database';
import { publicKeyOf, seal, sealingContext } from '@postern/domain';
import { provePassword } from '../auth/prove-password.ts';
import { hashRecoveryCode, newRecoveryCodes } from '../auth/recovery-code.ts';
import { openOffer } from '../auth/second-factor-offer.ts';
import { stepOfCode } from '../auth/totp.ts';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

/**
 * Stores the offered second factor once the person has shown a code of it, and his password: a browser left open must not
 * lock its owner out. The recovery codes are told here and never again.
 */
export async function addSecondFactor(
  context: ViewerContext,
  typed: { readonly offer: string; readonly code: string; readonly password: string },
): Promise<Result<{ readonly recoveryCodes: readonly string[] }>> {
  const { portal, viewer, sourceAddress } = context;
  const { userId } = viewer;
  const secret = await openOffer(typed.offer, userId, portal.sessionSecret);
  if (secret === null) return refused({ reason: 'offer-over' });
  const step = stepOfCode(secret, typed.code, await databaseNow(portal.db.client));
  if (step === null) return refused({ reason: 'code-wrong' });
  const proven = await provePassword(context, typed.password);
  if (!proven.ok) return proven;
  const publicKeyPem = publicKeyOf(portal.privateKeyPem);
  const sealed = seal(Buffer.from(secret, 'utf8'), publicKeyPem, sealingContext.secondFactor(userId));
  const recoveryCodes = newRecoveryCodes();
  const codeHashes = recoveryCodes.map(hashRecoveryCode);
  return transact(portal.db, async (tx) => {
    const added = await insertSecondFactor(tx, { userId, sealed, step, codeHashes });
    if (!added) return refused({ reason: 'second-factor-there' });
    await appendAuditEvent(tx, {
      type: 'user.second-factor-added',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      organisationId: viewer.organisationId ?? undefined,
    });
    return done({ recoveryCodes });
  });
}
