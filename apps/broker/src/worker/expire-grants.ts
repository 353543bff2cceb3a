import { claimDueExpirations, endForfeitedGrants } from '@postern/database';
import type { BrokerParts } from '../broker-parts.ts';

const batch = 200;

/**
 * Moves every grant whose time is over to `revoking`, and those whose ground is gone: server given to somebody else,
 * organisation suspended, holder disabled. The portal does the latter itself when it makes such a change; this catches
 * a change made past it.
 */
export async function expireGrants({ db, siteId, actor }: BrokerParts): Promise<void> {
  for (;;) {
    const expired = await claimDueExpirations(db, { siteId, actor, limit: batch });
    if (expired < batch) break;
  }
  await endForfeitedGrants(db.client, { siteId, actor });
}
