import { listSites as list } from '@postern/database';
import { accessPaths } from '@postern/domain';
import { z } from 'zod';
import { helpShape } from '../../shapes/help.ts';
import { policyShape } from '../../shapes/policy.ts';
import { permitted } from '../../trpc/procedure.ts';

const site = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  servers: z.number(),
  /** A broker has registered the site's key, so BMC secrets can be sealed for it. */
  hasKey: z.boolean(),
  /** How tenants' tools reach its BMCs. */
  accessPath: z.enum(accessPaths),
  policy: policyShape,
  /** Stored BMC logins that are older are replaced; null: on request only. */
  rotateAfterDays: z.number().nullable(),
  help: helpShape,
});

export const listSites = permitted('site:read')
  .output(z.object({ items: z.array(site) }))
  .query(async ({ ctx }) => {
    const sites = await list(ctx.portal.db.client);
    return {
      items: sites.map((row) =>
        site.parse({
          ...row,
          servers: row._count.servers,
          hasKey: row.publicKey !== null,
          help: { words: row.helpWords, mail: row.helpMail },
        }),
      ),
    };
  });
