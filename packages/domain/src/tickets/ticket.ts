import { createHash, randomBytes } from 'node:crypto';

/** A console ticket lives this long from issue to use. */
export const ticketTtlSeconds = 30;

/** A new ticket: 256 random bits as base64url. Only its hash is stored. */
export function newTicket(): { readonly token: string; readonly tokenHash: string } {
  const token = randomBytes(32).toString('base64url');
  return { token, tokenHash: hashTicket(token) };
}

export function hashTicket(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
