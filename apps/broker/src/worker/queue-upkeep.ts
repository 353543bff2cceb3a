import { queueDueHandOvers, queueDueRotations } from '@postern/database';
import type { BrokerParts } from '../broker-parts.ts';
import type { Chore } from './chore.ts';

/** Hand-overs that are not done get their next attempt. The first one was asked for with the hand-over itself. */
export function queueHandOvers({ db, siteId }: BrokerParts): Chore {
  return {
    name: 'queue-hand-overs',
    everyMs: 5_000,
    async run() {
      await queueDueHandOvers(db.client, { siteId });
    },
  };
}

/** Logins that are older than their site allows, and rotations that were broken off. */
export function queueRotations({ db, siteId }: BrokerParts): Chore {
  return {
    name: 'queue-rotations',
    everyMs: 60_000,
    async run() {
      await queueDueRotations(db.client, { siteId });
    },
  };
}
