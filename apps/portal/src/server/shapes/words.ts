import { z } from 'zod';

// Characters that could turn a name round, hide part of it, or forge a line in a log or terminal.
const plain = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u;

/** One line of text that a person typed. */
export const line = (max: number) => z.string().trim().max(max).regex(plain, 'Only plain text on one line.');

/** What somebody looks for; Postgres takes no NUL, and nothing here has line breaks. */
export const searchText = line(200);

/** An instant that people mean. Both ends fit every clock that it meets. */
export const instant = z.date().min(new Date('2000-01-01')).max(new Date('2200-01-01'));

export const reasonText = line(500);
export const neededReason = reasonText.min(3, 'Say why, in a few words.');
export const ticketNumberText = line(60).min(1, 'The ticket number is needed.');

/** From the browser's click: the same key is the same action. */
export const idempotencyKeyText = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

export const pageLimit = z.int().min(1).max(200).default(50);
