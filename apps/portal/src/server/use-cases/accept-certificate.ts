import { appendAuditEvent, lockServer, pinCertificate, readServer, tenantScope } from '@postern/database';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

/** Pins what a BMC showed last, if it is still what the person looked at: from now on logins are sent to it again. */
export function acceptCertificate(
  { portal, viewer, sourceAddress }: ViewerContext,
  { serverId, sha256 }: { readonly serverId: string; readonly sha256: string },
): Promise<Result<{ readonly sha256: string }>> {
  return transact(portal.db, async (tx) => {
    await lockServer(tx, serverId);
    const server = await readServer(tx, tenantScope(viewer), serverId);
    if (server === null) return refused({ reason: 'not-found' });
    const pinned = await pinCertificate(tx, { serverId, sha256 });
    if (pinned === undefined) return refused({ reason: 'certificate-moved-on' });
    await appendAuditEvent(tx, {
      type: 'bmc.certificate-accepted',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      organisationId: server.organisationId ?? undefined,
      serverId,
      details: { bmcId: pinned.bmcId, before: pinned.before, sha256 },
    });
    return done({ sha256 });
  });
}
