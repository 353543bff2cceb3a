import { listActions as list, readServer, tenantScope } from '@postern/database';
import { z } from 'zod';
import { actionShapeOf } from '../../queries/action-shape-of.ts';
import { actionShape } from '../../shapes/action.ts';
import { orNotFound } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';

/** The newest actions on a server. */
export const listActions = permitted('server:read')
  .input(z.object({ serverId: z.uuid(), limit: z.int().min(1).max(100).default(20) }))
  .output(z.object({ items: z.array(actionShape) }))
  .query(async ({ ctx, input }) => {
    const tx = ctx.portal.db.client;
    const scope = tenantScope(ctx.viewer);
    orNotFound(await readServer(tx, scope, input.serverId));
    return { items: (await list(tx, scope, input)).map(actionShapeOf) };
  });
