import { z } from 'zod';

// Characters that could turn a name round, hide part of it, or forge a line in a log or terminal.
const plain = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u;

/** One line of text that a person typed. */
export const line = (max: number) => z.string().trim().max(max).regex(plain, 'Only plain text on one line.');

export const reasonText = line(500);
export const neededReason = reasonText.min(3, 'Say why, in a few words.');
export const ticketNumberText = line(60).min(1, 'The ticket number is needed.');

/** From the browser's click: the same key is the same action. */
export const idempotencyKeyText = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

export const pageLimit = z.int().min(1).max(200).default(50);
