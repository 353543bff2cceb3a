import { hash, verify } from '@node-rs/argon2';

/** OWASP's argon2id parameters: 19 MiB, two passes, one lane (about 30 ms here). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Longer ones are refused before they are hashed: hashing megabytes is work that strangers could order. */
export const longestPassword = 200;

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

let hashOfNobody: Promise<string> | undefined;

/**
 * Compares a password with a stored hash. For nobody (`null`) it does the same work and says no, so that the time it
 * takes does not tell whether an e-mail is known.
 */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  if (password.length > longestPassword) return false;
  hashOfNobody ??= hashPassword('the password of nobody');
  const matches = await verify(stored ?? (await hashOfNobody), password);
  return stored !== null && matches;
}
