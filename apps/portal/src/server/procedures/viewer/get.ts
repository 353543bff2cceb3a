import { databaseNow, readPerson } from '@postern/database';
import { roles } from '@postern/domain';
import { z } from 'zod';
import { signedIn } from '../../trpc/procedure.ts';

/** Who am I, as the database says now. */
export const getViewer = signedIn
  .output(
    z.object({
      userId: z.uuid(),
      name: z.string(),
      email: z.string(),
      role: z.enum(roles),
      organisation: z.object({ id: z.uuid(), name: z.string() }).nullable(),
      /** The database's clock, so that a page whose own is wrong still counts right. */
      now: z.date(),
    }),
  )
  .query(async ({ ctx }) => {
    const { userId, name, email, role } = ctx.viewer;
    const tx = ctx.portal.db.client;
    const [person, now] = await Promise.all([readPerson(tx, userId), databaseNow(tx)]);
    const organisation = person?.organisation ?? null;
    return {
      userId,
      name,
      email,
      role,
      organisation: organisation && { id: organisation.id, name: organisation.name },
      now,
    };
  });
