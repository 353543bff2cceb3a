import { blockKinds } from '@postern/domain';
import { z } from 'zod';
import { blockedShape } from '../../shapes/block.ts';
import { neededReason } from '../../shapes/words.ts';
import { orRefuse } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';
import { blockAccess } from '../../use-cases/block-access.ts';

export const setBlock = permitted('access:block')
  .input(
    z.object({ of: blockedShape, kind: z.enum(blockKinds), reason: neededReason, endsLive: z.boolean() }),
  )
  .output(z.object({ grantsEnded: z.number() }))
  .mutation(async ({ ctx, input }) => orRefuse(await blockAccess(ctx, input)));
