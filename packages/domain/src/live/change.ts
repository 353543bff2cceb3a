import { z } from 'zod';

/** Postgres channels. Payloads hold ids only: a notification is a wake-up, the row is the truth. */
export const changesChannel = 'postern_changes';
/** Wakes brokers; the payload is the site's id. */
export const workChannel = 'postern_work';

export const liveSubjects = [
  'grant',
  'relay',
  'action',
  'power',
  'boot',
  'server',
  'console',
  'broker',
  'hardware',
] as const;

/** Something that a page may show has changed. */
export const liveChange = z.object({
  subject: z.enum(liveSubjects),
  id: z.string(),
  serverId: z.string().nullable(),
  organisationId: z.string().nullable(),
});
export type LiveChange = z.infer<typeof liveChange>;
