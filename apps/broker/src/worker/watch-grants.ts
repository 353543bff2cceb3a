import { countGrantsByState, reportOverdueRevocations } from '@postern/database';
import { liveGrantStates, revocationOverdueAfterSeconds } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import type { Chore } from './chore.ts';

const overdueAfterSeconds = revocationOverdueAfterSeconds;

/** Counts what there is, and tells of revocations that take too long: once in the audit log, always in the gauge. */
export function watchGrants(parts: BrokerParts): Chore {
  const { db, siteId, actor, metrics, log } = parts;
  return {
    name: 'watch-grants',
    everyMs: 5_000,
    async run() {
      const reported = await reportOverdueRevocations(db, {
        siteId,
        actor,
        afterSeconds: overdueAfterSeconds,
      });
      for (const { grantId, serverId } of reported) {
        log.error({ grantId, serverId }, 'a revocation is overdue: the account is not proven gone');
      }
      const { byState, overdue } = await countGrantsByState(db.client, { siteId, overdueAfterSeconds });
      for (const state of liveGrantStates) metrics.grants.set({ state }, byState[state] ?? 0);
      metrics.overdueRevocations.set(overdue);
    },
  };
}
