import { roles } from '@postern/domain';
import { z } from 'zod';
import { longestPassword } from '../auth/password.ts';

export const organisationShape = z.object({
  id: z.uuid(),
  name: z.string(),
  suspendedAt: z.date().nullable(),
  createdAt: z.date(),
  people: z.number(),
  servers: z.number(),
});

export const personShape = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  organisation: z.object({ id: z.uuid(), name: z.string(), suspended: z.boolean() }).nullable(),
  disabledAt: z.date().nullable(),
  createdAt: z.date(),
  secondFactor: z.boolean(),
});

/** What ending somebody's rights brought to an end with them. */
export const endedShape = z.object({ grantsEnded: z.number(), sessionsEnded: z.number() });

/** A password that somebody chooses, for himself or for another. */
export const newPassword = z.string().min(12, 'At least 12 characters.').max(longestPassword);

/** One's own password, typed again. */
export const currentPassword = z.string().min(1, 'Your password is needed.').max(longestPassword);

/** A code from an app, or a recovery code, as people type them. */
export const typedCode = z.string().trim().min(1, 'A code is needed.').max(40);
