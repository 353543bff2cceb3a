import { listAuditEvents, tenantScope } from '@postern/database';
import { auditEventTypes } from '@postern/domain';
import { z } from 'zod';
import { auditRowOf } from '../../queries/activity-line-of.ts';
import { auditRowShape } from '../../shapes/activity.ts';
import { instant, pageLimit, searchText } from '../../shapes/words.ts';
import { permitted } from '../../trpc/procedure.ts';

/** The audit log, newest first. */
export const listAudit = permitted('audit:read')
  .input(
    z.object({
      types: z.array(z.enum(auditEventTypes)).optional(),
      outcome: z.enum(['ok', 'refused', 'failed']).optional(),
      /** Part of the actor's name. */
      actor: searchText.optional(),
      serverId: z.uuid().optional(),
      organisationId: z.uuid().optional(),
      grantId: z.uuid().optional(),
      from: instant.optional(),
      until: instant.optional(),
      cursor: z
        .string()
        .regex(/^\d{1,18}$/)
        .nullish(),
      limit: pageLimit,
    }),
  )
  .output(z.object({ items: z.array(auditRowShape), nextCursor: z.string().nullable() }))
  .query(async ({ ctx, input: { cursor, ...filter } }) => {
    const rows = await listAuditEvents(ctx.portal.db.client, tenantScope(ctx.viewer), {
      ...filter,
      before: cursor ? BigInt(cursor) : undefined,
    });
    const page = rows.slice(0, filter.limit);
    const nextCursor = rows.length > filter.limit ? (page.at(-1)?.seq.toString() ?? null) : null;
    return { items: page.map(auditRowOf), nextCursor };
  });
