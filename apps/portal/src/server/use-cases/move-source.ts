import { appendAuditEvent, moveGrantSources, readGrant, tenantScope } from '@postern/database';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import { type SourceAddresses, sourcesOf } from '../shapes/address.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

/**
 * Locks the tenant's own access to other addresses, at once. Without `to` it is the browser's address, which takes the
 * place of the one of its family.
 */
export function moveSource(
  { portal, viewer, sourceAddress }: ViewerContext,
  change: { readonly grantId: string; readonly to?: SourceAddresses | undefined },
): Promise<Result<{ readonly sourceAddresses: string[] }>> {
  return transact(portal.db, async (tx) => {
    const grant = await readGrant(tx, tenantScope(viewer), change.grantId);
    if (grant === null) return refused({ reason: 'not-found' });
    if (grant.server.organisationId !== grant.organisationId) return refused({ reason: 'grant-over' });
    const sources = change.to ?? ownAddress(sourceAddress);
    if (Object.keys(sources).length === 0) return refused({ reason: 'address-unknown' });
    const moved = await moveGrantSources(tx, { grantId: grant.id, sources });
    if (moved === null) return refused({ reason: 'grant-over' });
    await appendAuditEvent(tx, {
      type: 'grant.source-moved',
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      organisationId: grant.organisationId,
      serverId: grant.serverId,
      grantId: grant.id,
      details: { ...moved },
    });
    return done({ sourceAddresses: Object.values(moved).filter((address) => address !== null) });
  });
}

function ownAddress(sourceAddress: string | undefined): Partial<SourceAddresses> {
  const { ipv4, ipv6 } = sourcesOf([sourceAddress]);
  return { ...(ipv4 !== null && { ipv4 }), ...(ipv6 !== null && { ipv6 }) };
}
