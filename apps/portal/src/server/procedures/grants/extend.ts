import { z } from 'zod';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { extendOwnGrant } from '../../use-cases/extend-grant.ts';

export const extendGrant = permitted('grant:manage-own')
  .input(z.object({ grantId: z.uuid(), bySeconds: z.int().min(1).max(31_536_000) }))
  .output(z.object({ endsAt: z.date() }))
  .mutation(async ({ ctx, input }) => orRefuse(await extendOwnGrant(ctx, input)));
