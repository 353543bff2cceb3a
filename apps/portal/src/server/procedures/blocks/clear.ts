import { blockKinds } from '@postern/domain';
import { z } from 'zod';
import { blockedShape } from '../../shapes/block.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { unblockAccess } from '../../use-cases/block-access.ts';

export const clearBlock = permitted('access:block')
  .input(z.object({ of: blockedShape, kind: z.enum(blockKinds) }))
  .output(z.object({}))
  .mutation(async ({ ctx, input }) => orRefuse(await unblockAccess(ctx, input)));
