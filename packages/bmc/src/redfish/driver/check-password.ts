import { BmcError } from '../../errors.ts';
import type { Secret } from '../../secret.ts';
import type { AccountsPlace } from './account-resource.ts';

/** @throws BmcError `misuse` for a password that this BMC would refuse, or cut. */
export function checkPassword(
  { shortestPassword = 1, longestPassword }: AccountsPlace,
  { byteLength }: Secret,
): void {
  const tooLong = longestPassword !== undefined && longestPassword > 0 && byteLength > longestPassword;
  if (byteLength >= shortestPassword && !tooLong) return;
  throw new BmcError(
    'misuse',
    `The password of this BMC's users has ${shortestPassword} to ${longestPassword ?? 'any number of'} bytes.`,
    { outcome: 'not-applied', retry: 'never' },
  );
}
