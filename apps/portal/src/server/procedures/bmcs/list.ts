import { listServerSetups, setupOrders, setupTroubles, tenantScope } from '@postern/database';
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
  /** Null: the user table was never read. */
  usersUsed: z.number().nullable(),
  usersMax: z.number().nullable(),
  usersFree: z.number().nullable(),
  foreignUsers: z.number(),
  usersToJudge: z.number(),
  loginChangedAt: z.date().nullable(),
  rotationTrouble: z.enum(['late', 'failed']).nullable(),
  /** Set while the server should be handed over and is not. */
  handOverSince: z.date().nullable(),
});

/** The last server of a page: its rank in the order and its name. */
const cursorText = z.string().regex(/^-?\d{1,9}:.{1,200}$/u);

function cursorOf({ rank, name }: { readonly rank: number; readonly name: string }): string {
  return `${rank}:${name}`;
}

function readCursor(text: string | null | undefined): { rank: number; name: string } | undefined {
  if (text == null) return undefined;
  const at = text.indexOf(':');
  return { rank: Number(text.slice(0, at)), name: text.slice(at + 1) };
}

/** Servers with their BMCs, as an admin sets them up. */
export const listBmcs = permitted('bmc:write')
  .input(
    z.object({
      search: searchText.optional(),
      siteId: z.uuid().optional(),
      trouble: z.enum(setupTroubles).optional(),
      order: z.enum(setupOrders).default('name'),
      cursor: cursorText.nullish(),
      limit: pageLimit,
    }),
  )
  .output(z.object({ items: z.array(setup), nextCursor: z.string().nullable() }))
  .query(async ({ ctx, input: { cursor, ...filter } }) => {
    const rows = await listServerSetups(ctx.portal.db.client, tenantScope(ctx.viewer), {
      ...filter,
      after: readCursor(cursor),
    });
    const page = rows.slice(0, filter.limit);
    const last = page.at(-1);
    return {
      items: page.map((row) => setup.parse(row)),
      nextCursor: rows.length > filter.limit && last !== undefined ? cursorOf(last) : null,
    };
  });
