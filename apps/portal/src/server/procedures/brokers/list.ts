import { listBrokers as list } from '@postern/database';
import { z } from 'zod';
import { permitted } from '../../trpc/procedure.ts';

const broker = z.object({
  id: z.uuid(),
  name: z.string(),
  siteId: z.uuid(),
  siteName: z.string(),
  version: z.string(),
  consoleUrl: z.string(),
  guacdAvailable: z.boolean(),
  startedAt: z.date(),
  heartbeatAt: z.date(),
  /** Its clock minus the database's. */
  clockOffsetMs: z.number(),
  /** Its heartbeat is younger than 15 seconds. */
  alive: z.boolean(),
});

export const listBrokers = permitted('site:read')
  .output(z.object({ items: z.array(broker) }))
  .query(async ({ ctx }) => ({ items: [...(await list(ctx.portal.db.client))] }));
