import { roles } from '@postern/domain';
import { z } from 'zod';
import { newPassword } from '../../shapes/people.ts';
import { line } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { createPerson as create } from '../../use-cases/create-person.ts';

export const createPerson = permitted('people:write')
  .input(
    z.object({
      email: z.email('An e-mail address.').max(320).toLowerCase(),
      name: line(100).min(1, 'The name is needed.'),
      role: z.enum(roles),
      organisationId: z.uuid().nullable(),
      password: newPassword,
    }),
  )
  .output(z.object({ userId: z.uuid() }))
  .mutation(async ({ ctx, input }) => orRefuse(await create(ctx, input)));
