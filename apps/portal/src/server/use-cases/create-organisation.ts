import { appendAuditEvent, insertOrganisation } from '@postern/database';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

export function createOrganisation(
  { portal, viewer, sourceAddress }: ViewerContext,
  name: string,
): Promise<Result<{ readonly organisationId: string }>> {
  return transact(portal.db, async (tx) => {
    const organisation = await insertOrganisation(tx, name);
    if (organisation === null) return refused({ reason: 'name-taken', field: 'name' });
    await appendAuditEvent(tx, {
      type: 'organisation.created',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      organisationId: organisation.id,
      details: { name },
    });
    return done({ organisationId: organisation.id });
  });
}
