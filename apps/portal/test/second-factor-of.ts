import { insertSecondFactor } from '@postern/database';
import { seal, sealingContext } from '@postern/domain';
import { Secret, TOTP } from 'otpauth';
import { newTotpSecret } from '../src/server/auth/totp.ts';
import type { TestPortal } from './open-test-portal.ts';

/** The code that an app shows for a secret now, or in so many steps of 30 seconds. */
export function codeOf(secret: string, stepsAhead = 0): string {
  const timestamp = Date.now() + stepsAhead * 30_000;
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}

/** Gives a person a fresh second factor, none of whose codes was taken, and returns its secret. */
export async function giveSecondFactor(
  test: TestPortal,
  userId: string,
  codeHashes: readonly string[] = [],
): Promise<string> {
  const secret = newTotpSecret();
  const sealed = seal(Buffer.from(secret, 'utf8'), test.publicKeyPem, sealingContext.secondFactor(userId));
  await test.owner.client.secondFactor.deleteMany({ where: { userId } });
  await insertSecondFactor(test.owner.client, { userId, sealed, step: 0, codeHashes });
  return secret;
}
