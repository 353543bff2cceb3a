import { listUnseenFindings } from '@postern/database';
import { bmcUserFinding } from '@postern/domain';
import { z } from 'zod';
import { permitted } from '../../trpc/procedure.ts';

/** BMC users that appeared or gained rights while a tenant was administrator, and that nobody has looked at. */
export const listFindings = permitted('bmc:write')
  .output(
    z.object({
      items: z.array(
        z.object({
          grantId: z.uuid(),
          comparedAt: z.date(),
          findings: z.array(bmcUserFinding),
          server: z.object({ id: z.uuid(), name: z.string(), siteName: z.string() }),
          organisationName: z.string(),
        }),
      ),
    }),
  )
  .query(async ({ ctx }) => ({
    items: (await listUnseenFindings(ctx.portal.db.client, { limit: 20 })).map((item) => ({
      ...item,
      findings: [...item.findings],
    })),
  }));
