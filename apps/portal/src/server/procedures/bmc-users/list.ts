import { listBmcUsers as list, readServer, readUserTableCount, tenantScope } from '@postern/database';
import { mayLogIn, removalRefusal } from '@postern/domain';
import { z } from 'zod';
import { bmcUserShape, userTableShape } from '../../shapes/bmc-user.ts';
import { orNotFound } from '../../trpc/errors.ts';
import { permitted } from '../../trpc/procedure.ts';

/** Who is on a server's BMC, as brokers last saw it. */
export const listBmcUsers = permitted('bmc:write')
  .input(z.object({ serverId: z.uuid() }))
  .output(z.object({ items: z.array(bmcUserShape), table: userTableShape.nullable() }))
  .query(async ({ ctx, input }) => {
    const tx = ctx.portal.db.client;
    orNotFound(await readServer(tx, tenantScope(ctx.viewer), input.serverId));
    const [users, table] = await Promise.all([list(tx, input), readUserTableCount(tx, input)]);
    const items = users.map((user) =>
      bmcUserShape.parse({
        ...user,
        mayLogIn: mayLogIn(user),
        mayRemove: user.goneAt === null && removalRefusal(user) === null,
      }),
    );
    return { items, table };
  });
