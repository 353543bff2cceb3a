import { bmcUserKinds, bmcUserPrivileges, bmcUserStates, bmcUserVerdicts } from '@postern/domain';
import { z } from 'zod';

/** A user of a BMC as brokers last saw him, and what was decided of him. */
export const bmcUserShape = z.object({
  id: z.uuid(),
  /** Null where the BMC keeps its users under their names. */
  slot: z.number().nullable(),
  /** Empty: somebody who can log in without a name. */
  name: z.string(),
  kind: z.enum(bmcUserKinds),
  privilege: z.enum(bmcUserPrivileges),
  state: z.enum(bmcUserStates),
  firstSeenAt: z.date(),
  lastSeenAt: z.date(),
  goneAt: z.date().nullable(),
  reportedAt: z.date().nullable(),
  /** What was last decided, also where a later change has overtaken it. */
  verdict: z.enum(bmcUserVerdicts).nullable(),
  verdictNote: z.string().nullable(),
  verdictByName: z.string().nullable(),
  verdictAt: z.date().nullable(),
  /** Foreign, and somebody has to decide. */
  toJudge: z.boolean(),
  mayLogIn: z.boolean(),
  mayRemove: z.boolean(),
});
export type BmcUserShape = z.infer<typeof bmcUserShape>;

/** How full the BMC's table is; null fields where it does not tell. */
export const userTableShape = z.object({
  readAt: z.date(),
  maxUsers: z.number().nullable(),
  used: z.number(),
  free: z.number().nullable(),
});
export type UserTableShape = z.infer<typeof userTableShape>;
