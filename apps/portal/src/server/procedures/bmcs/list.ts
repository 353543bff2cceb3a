import { listServerSetups, setupTroubles, tenantScope } from '@postern/database';
import { actionStates } from '@postern/domain';
import { z } from 'zod';
import { pageLimit, searchText } from '../../shapes/words.ts';
import { permitted } from '../../trpc/procedure.ts';

const setup = z.object({
  id: z.uuid(),
  name: z.string(),
  rack: z.string(),
  serial: z.string().nullable(),
  siteName: z.string(),
  organisationName: z.string().nullable(),
  /** Null: no BMC is set up. */
  bmcHost: z.string().nullable(),
  bmcPort: z.number().nullable(),
  /** No login is sent: an admin has to compare and accept. */
  certificateChanged: z.boolean(),
  /** Set while no login is tried: too many were refused. */
  frozenUntil: z.date().nullable(),
  /** Set while the BMC has not answered for minutes. */
  silentSince: z.date().nullable(),
  /** The last test of the BMC, if there was one. */
  testedAt: z.date().nullable(),
  testState: z.enum(actionStates).nullable(),
  testError: z.string().nullable(),
});

/** Servers with their BMCs, as an admin sets them up, by name. */
export const listBmcs = permitted('bmc:write')
  .input(
    z.object({
      search: searchText.optional(),
      siteId: z.uuid().optional(),
      trouble: z.enum(setupTroubles).optional(),
      cursor: searchText.nullish(),
      limit: pageLimit,
    }),
  )
  .output(z.object({ items: z.array(setup), nextCursor: z.string().nullable() }))
  .query(async ({ ctx, input: { cursor, ...filter } }) => {
    const rows = await listServerSetups(ctx.portal.db.client, tenantScope(ctx.viewer), {
      ...filter,
      after: cursor ?? undefined,
    });
    const page = rows.slice(0, filter.limit);
    return {
      items: page.map((row) => setup.parse(row)),
      nextCursor: rows.length > filter.limit ? (page.at(-1)?.name ?? null) : null,
    };
  });
