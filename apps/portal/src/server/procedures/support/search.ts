import { searchEverything, tenantScope } from '@postern/database';
import { grantStates } from '@postern/domain';
import { z } from 'zod';
import { searchText } from '../../shapes/words.ts';
import { permitted } from '../../trpc/procedure.ts';

const hit = z.object({
  serverId: z.uuid(),
  serverName: z.string(),
  rack: z.string(),
  siteName: z.string(),
  organisationName: z.string().nullable(),
  ipAddresses: z.array(z.string()),
  powerState: z.enum(['on', 'off', 'unknown']).nullable(),
  grantState: z.enum(grantStates).nullable(),
  matched: z.enum(['name', 'address', 'tenant', 'bmc', 'account', 'serial', 'ticket']),
  matchedText: z.string(),
});

/** Servers that fit anything that stands in a ticket: a name, an address, a tenant, a BMC, an account. */
export const searchSupport = permitted('grant:read-all')
  .input(z.object({ query: searchText.min(1) }))
  .output(z.object({ items: z.array(hit) }))
  .query(async ({ ctx, input }) => {
    const hits = await searchEverything(ctx.portal.db.client, tenantScope(ctx.viewer), {
      query: input.query,
      limit: 50,
    });
    return { items: hits.map((found) => hit.parse(found)) };
  });
