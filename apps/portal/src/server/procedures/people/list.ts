import { listPeople as list } from '@postern/database';
import { z } from 'zod';
import { personShape } from '../../shapes/people.ts';
import { searchText } from '../../shapes/words.ts';
import { permitted } from '../../trpc/procedure.ts';

export const listPeople = permitted('people:read')
  .input(z.object({ organisationId: z.uuid().optional(), search: searchText.optional() }).default({}))
  .output(z.object({ items: z.array(personShape) }))
  .query(async ({ ctx, input }) => {
    const rows = await list(ctx.portal.db.client, input);
    return {
      items: rows.map(({ organisation, secondFactor, ...row }) =>
        personShape.parse({
          ...row,
          secondFactor: secondFactor !== null,
          organisation: organisation && { ...organisation, suspended: organisation.suspendedAt !== null },
        }),
      ),
    };
  });
