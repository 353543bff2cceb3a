import { listWebSessions as list } from '@postern/database';
import { z } from 'zod';
import { signedIn } from '../../trpc/procedure.ts';

const shape = z.object({
  id: z.uuid(),
  /** The one that asks. */
  here: z.boolean(),
  createdAt: z.date(),
  lastSeenAt: z.date(),
  sourceAddress: z.string().nullable(),
  /** As the browser called itself; it may say anything. */
  userAgent: z.string().nullable(),
});

/** Where am I signed in? This browser first. */
export const listWebSessions = signedIn.output(z.object({ items: z.array(shape) })).query(async ({ ctx }) => {
  const rows = await list(ctx.portal.db.client, ctx.viewer.userId);
  const items = rows.map((row) => ({ ...row, here: row.id === ctx.viewer.webSessionId }));
  return { items: items.sort((a, b) => Number(b.here) - Number(a.here)) };
});
