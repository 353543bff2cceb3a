import { createHash, randomBytes } from 'node:crypto';

export const recoveryCodeCount = 10;

/** 32 signs, none of which is read as another. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz023456789';
const groups = 4;
const groupLength = 4;

/** Ten codes of 80 random bits, in groups that people can copy by hand. Only their hashes are stored. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodeCount }, newRecoveryCode);
}

function newRecoveryCode(): string {
  // 256 is a whole multiple of 32: every sign is as likely.
  const signs = [...randomBytes(groups * groupLength)].map((byte) => alphabet.charAt(byte % alphabet.length));
  return Array.from({ length: groups }, (_, group) =>
    signs.slice(group * groupLength, (group + 1) * groupLength).join(''),
  ).join('-');
}

/** Nobody guesses 80 bits, so a plain hash keeps them. Case, spaces and dashes do not count. */
export function hashRecoveryCode(typed: string): string {
  const bare = typed.toLowerCase().replaceAll(/[\s-]/g, '');
  return createHash('sha256').update(bare, 'utf8').digest('hex');
}
