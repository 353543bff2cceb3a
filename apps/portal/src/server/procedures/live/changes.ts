import { readViewer, tenantScope } from '@postern/database';
import { liveSubjects, type Viewer } from '@postern/domain';
import { z } from 'zod';
import { followChanges } from '../../live/follow-changes.ts';
import { permitted } from '../../trpc/procedure.ts';

const pulseMs = 5_000;

const news = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('change'),
    subject: z.enum(liveSubjects),
    id: z.string(),
    serverId: z.string().nullable(),
  }),
  /** Changes may have been missed: read everything again. */
  z.object({ kind: z.literal('resync') }),
  z.object({ kind: z.literal('pulse') }),
  z.object({ kind: z.literal('signed-out') }),
]);

/** What changes on the viewer's servers, as it changes. Ids only: pages read the rows through their own queries. */
export const liveChanges = permitted('server:read').subscription(async function* ({ ctx, signal }) {
  const stream = followChanges({
    hub: ctx.portal.live,
    scope: tenantScope(ctx.viewer),
    signal: signal ?? new AbortController().signal,
    pulseMs,
    stillSignedIn: async () =>
      sameRights(ctx.viewer, await readViewer(ctx.portal.db.client, ctx.viewer.webSessionId)),
  });
  for await (const item of stream) yield news.parse(item);
});

/** A stream was opened with the rights of that moment; with others it has to be opened again. */
function sameRights(then: Viewer, now: Viewer | null): boolean {
  return now?.role === then.role && now.organisationId === then.organisationId;
}
