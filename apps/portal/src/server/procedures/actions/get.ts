import { readAction, tenantScope } from '@postern/database';
import { z } from 'zod';
import { actionShapeOf } from '../../queries/action-shape-of.ts';
import { actionShape } from '../../shapes/action.ts';
import { orNotFound } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';

/** One action and how far it has come. */
export const getAction = permitted('server:read')
  .input(z.object({ actionId: z.uuid() }))
  .output(actionShape)
  .query(async ({ ctx, input }) =>
    actionShapeOf(
      orNotFound(await readAction(ctx.portal.db.client, tenantScope(ctx.viewer), input.actionId)),
    ),
  );
