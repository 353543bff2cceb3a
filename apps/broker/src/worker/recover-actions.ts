import { recoverAbandonedActions } from '@postern/database';
import type { BrokerParts } from '../broker-parts.ts';
import type { Chore } from './chore.ts';

/** Actions whose broker died: sent ones become `unknown` and are never sent again, the others run again. */
export function recoverActions(parts: BrokerParts): Chore {
  const { db, siteId, actor, log } = parts;
  return {
    name: 'recover-actions',
    everyMs: 2_000,
    async run() {
      const recovered = await recoverAbandonedActions(db, { siteId, actor });
      for (const { actionId, serverId } of recovered) {
        log.warn({ actionId, serverId, state: 'unknown' }, 'an action was sent by a broker that died');
      }
    },
  };
}
