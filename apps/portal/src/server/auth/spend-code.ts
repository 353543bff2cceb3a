import {
  databaseNow,
  readSealedSecondFactor,
  spendRecoveryCode,
  spendStep,
  type Tx,
} from '@postern/database';
import { sealingContext, unseal } from '@postern/domain';
import type { Portal } from '../portal.ts';
import { hashRecoveryCode } from './recovery-code.ts';
import { appCode, stepOfCode } from './totp.ts';

export type CodeVerdict =
  | 'no-second-factor'
  | 'code-needed'
  /** Wrong, or used before. */
  | 'code-wrong'
  | 'by-app'
  | 'by-recovery-code';

/** Looks at a code from an app, or a recovery code, and uses it up: within `tx`, none counts twice. */
export async function spendCode(
  tx: Tx,
  portal: Portal,
  { userId, code }: { readonly userId: string; readonly code: string | undefined },
): Promise<CodeVerdict> {
  const sealed = await readSealedSecondFactor(tx, userId);
  if (sealed === null) return 'no-second-factor';
  if (code === undefined) return 'code-needed';
  if (appCode(code) === null) {
    return (await spendRecoveryCode(tx, userId, hashRecoveryCode(code))) ? 'by-recovery-code' : 'code-wrong';
  }
  const bytes = unseal(sealed, portal.privateKeyPem, sealingContext.secondFactor(userId));
  const step = stepOfCode(bytes.toString('utf8'), code, await databaseNow(tx));
  bytes.fill(0);
  return step !== null && (await spendStep(tx, userId, step)) ? 'by-app' : 'code-wrong';
}
