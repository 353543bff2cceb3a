import { claimDueExpirations, denyUnapprovedGrants, endForfeitedGrants } from '@postern/database';
import type { BrokerParts } from '../broker-parts.ts';

const batch = 200;
const forfeitsEveryMs = 500;

/**
 * Moves every grant whose time is over to `revoking`, and those whose ground is gone: server given to somebody else or
 * blocked, organisation suspended, holder disabled. Requests that nobody approved in time are denied. The portal ends
 * grants itself when it makes such a change; this catches a change made past it.
 */
export function expireGrants({ db, siteId, actor, clock }: BrokerParts): () => Promise<void> {
  let forfeitsAt = Number.NEGATIVE_INFINITY;
  return async () => {
    for (;;) {
      const expired = await claimDueExpirations(db, { siteId, actor, limit: batch });
      if (expired < batch) break;
    }
    // It walks through all grants that are alive.
    if (clock.now() - forfeitsAt < forfeitsEveryMs) return;
    forfeitsAt = clock.now();
    await denyUnapprovedGrants(db, { siteId, actor });
    await endForfeitedGrants(db.client, { siteId, actor });
  };
}
