import { claimDueExpirations, denyUnapprovedGrants, endForfeitedGrants } from '@postern/database';
import type { BrokerParts } from '../broker-parts.ts';

const batch = 200;

/**
 * Moves every grant whose time is over to `revoking`, and those whose ground is gone: server given to somebody else or
 * blocked, organisation suspended, holder disabled. Requests that nobody approved in time are denied. The portal ends
 * grants itself when it makes such a change; this catches a change made past it.
 */
export async function expireGrants({ db, siteId, actor }: BrokerParts): Promise<void> {
  for (;;) {
    const expired = await claimDueExpirations(db, { siteId, actor, limit: batch });
    if (expired < batch) break;
  }
  await denyUnapprovedGrants(db, { siteId, actor });
  await endForfeitedGrants(db.client, { siteId, actor });
}
