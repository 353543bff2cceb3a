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
});

/** What ending somebody's rights brought to an end with them. */
export const endedShape = z.object({ grantsEnded: z.number(), sessionsEnded: z.number() });

/** A password that somebody chooses, for himself or for another. */
export const newPassword = z.string().min(12, 'At least 12 characters.').max(longestPassword);
