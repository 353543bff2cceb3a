/** Whether an account that was written really stands. */
import type { AccountAdmin, LoginCheck, NamedAccount } from '../capabilities.ts';
import { BmcError } from '../errors.ts';
import { slotDifferences } from './slot-account.ts';
import { type NewAccount, slotOf } from './write-account.ts';

/** Waits before each try of the new login: some firmware needs seconds until a new account counts. */
const loginDelaysMs = [0, 1_000, 3_000];

export interface AccountProofDependencies {
  readonly accounts: AccountAdmin;
  readonly account: Omit<NewAccount, 'password'>;
  /** One whole login and logout with the new name and password: `checkLogin`. */
  readonly logIn: () => Promise<LoginCheck>;
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Reads the account back and logs in with it. Rejects with `not-kept` or `login-not-working` (outcome `unknown`: the
 * account, or part of it, is on the BMC), or with what the BMC answered.
 */
export async function proveAccount({
  accounts,
  account,
  logIn,
  wait,
}: AccountProofDependencies): Promise<void> {
  const differences =
    accounts.model === 'slots'
      ? slotDifferences(account, await accounts.readSlot(slotOf(account)))
      : namedDifferences(account, await accounts.find(account.username));
  if (differences.length > 0) {
    throw unproven(
      'not-kept',
      `The BMC accepted the account but does not hold it (${differences.join(', ')}).`,
    );
  }
  for (const delayMs of loginDelaysMs) {
    if (delayMs > 0) await wait(delayMs);
    if ((await logIn()) === 'accepted') return;
  }
  throw unproven('login-not-working', 'The BMC holds the new account but refuses its login.');
}

function namedDifferences(
  wanted: Omit<NewAccount, 'password'>,
  found: NamedAccount | undefined,
): readonly string[] {
  if (found === undefined) return ['name'];
  const differences: string[] = [];
  if (found.privilege !== wanted.privilege) differences.push('privilege');
  if (found.state === 'disabled') differences.push('enabled');
  return differences;
}

function unproven(code: 'not-kept' | 'login-not-working', message: string): BmcError {
  return new BmcError(code, message, { outcome: 'unknown', retry: 'never' });
}
