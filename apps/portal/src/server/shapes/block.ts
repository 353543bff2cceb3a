import { blockKinds } from '@postern/domain';
import { z } from 'zod';

export const blockShape = z.object({
  kind: z.enum(blockKinds),
  of: z.enum(['server', 'organisation']),
  reason: z.string(),
  endsLive: z.boolean(),
  setAt: z.date(),
  /** Null: another system set it, or the viewer is a tenant. */
  setByName: z.string().nullable(),
});
export type BlockShape = z.infer<typeof blockShape>;

/** What is blocked. */
export const blockedShape = z.union([
  z.strictObject({ serverId: z.uuid() }),
  z.strictObject({ organisationId: z.uuid() }),
]);
