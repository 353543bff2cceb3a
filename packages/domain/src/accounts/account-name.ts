/** Every account that Postern makes starts with this; reconcile removes what carries it without a grant. */
export const accountNamePrefix = 'g_';

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * A user name for a temporary account: `g_` and 12 random characters (62 bits), 14 bytes in all. It is not the
 * grant's id: RAKP lets strangers ask a BMC whether a name exists, so a name must not be guessable.
 */
export function newAccountName(randomInt: (max: number) => number): string {
  return accountNamePrefix + Array.from({ length: 12 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

export function isAccountName(name: string): boolean {
  return /^g_[a-z0-9]{12}$/.test(name);
}
