import { listOrganisations as list } from '@postern/database';
import { z } from 'zod';
import { organisationShape } from '../../shapes/people.ts';
import { permitted } from '../../trpc/procedure.ts';

export const listOrganisations = permitted('people:read')
  .output(z.object({ items: z.array(organisationShape) }))
  .query(async ({ ctx }) => {
    const rows = await list(ctx.portal.db.client);
    return {
      items: rows.map(({ _count, ...row }) => ({ ...row, people: _count.users, servers: _count.servers })),
    };
  });
