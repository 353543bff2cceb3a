import { appendAuditEvent, type PolicyOwnerId, readPolicyLayer, writePolicy } from '@postern/database';
import type { AuditEventType, PolicyValues } from '@postern/domain';
import { transact } from '../portal.ts';
import { done, type Result, refused } from '../refusal.ts';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

/**
 * Sets what a site, an organisation or a server says about grants. Grants that live already keep their end; only their
 * extensions feel it. The audit event holds what the layer says now and nothing that it leaves to others.
 */
export function changePolicy(
  { portal, viewer, sourceAddress }: ViewerContext,
  of: PolicyOwnerId,
  values: PolicyValues,
): Promise<Result<Record<string, never>>> {
  return transact(portal.db, async (tx) => {
    const layer = await readPolicyLayer(tx, of);
    if (layer === undefined) return refused({ reason: 'not-found' });
    await writePolicy(tx, of, values);
    await appendAuditEvent(tx, {
      type: typeOf(of),
      outcome: 'ok',
      ...actorOf(viewer, sourceAddress),
      ...('organisationId' in of ? of : {}),
      ...('serverId' in of ? of : {}),
      details: { ...('siteId' in of ? of : {}), name: layer.name, ...detailsOf(values) },
    });
    return done({});
  });
}

function typeOf(of: PolicyOwnerId): AuditEventType {
  if ('siteId' in of) return 'site.policy-changed';
  return 'organisationId' in of ? 'organisation.policy-changed' : 'server.policy-changed';
}

function detailsOf({ scopes, ...values }: PolicyValues): Record<string, string | number | boolean> {
  const said = Object.entries({ ...values, scopes: scopes?.join(' ') ?? null });
  return Object.fromEntries(
    said.filter((entry): entry is [string, string | number | boolean] => entry[1] !== null),
  );
}
