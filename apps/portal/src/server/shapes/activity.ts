import { z } from 'zod';

/** One line of what happened to a server, in plain words. */
export const activityLineShape = z.object({
  id: z.string(),
  at: z.date(),
  type: z.string(),
  outcome: z.enum(['ok', 'refused', 'failed']),
  actor: z.object({
    kind: z.enum(['tenant', 'staff', 'postern', 'anonymous']),
    name: z.string(),
    you: z.boolean(),
  }),
  sourceAddress: z.string().nullable(),
  /** A sentence without its subject: "asked for access for 1 hour". */
  sentence: z.string(),
  reason: z.string().nullable(),
});
export type ActivityLineShape = z.infer<typeof activityLineShape>;

export const auditRowShape = z.object({
  /** Place in the chain. */
  seq: z.string(),
  at: z.date(),
  type: z.string(),
  outcome: z.enum(['ok', 'refused', 'failed']),
  actor: z.object({
    kind: z.enum(['user', 'broker', 'anonymous']),
    name: z.string(),
    role: z.string().nullable(),
  }),
  sourceAddress: z.string().nullable(),
  organisationName: z.string().nullable(),
  server: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  grantId: z.uuid().nullable(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  sentence: z.string(),
  /** Hash of this row, hexadecimal. */
  hash: z.string(),
});
export type AuditRowShape = z.infer<typeof auditRowShape>;
