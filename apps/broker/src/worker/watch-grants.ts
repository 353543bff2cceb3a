import {
  countGrantsByState,
  reportDueReviews,
  reportOverdueRevocations,
  reportPagingRevocations,
} from '@postern/database';
import { liveGrantStates, revocationOverdueAfterSeconds, revocationPagesAfterSeconds } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import type { Chore } from './chore.ts';

const overdueAfterSeconds = revocationOverdueAfterSeconds;
const pageAfterSeconds = revocationPagesAfterSeconds;

/**
 * Counts what there is, and tells of revocations that take too long (once in the audit log, always in the gauge) and of
 * permanent grants that somebody has to look at again.
 */
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
      for (const { grantId, serverId, stage } of await reportDueReviews(db, { siteId, actor })) {
        log.info({ grantId, serverId, state: stage }, 'the review of a permanent grant is due');
      }
      const paging = await reportPagingRevocations(db, { siteId, actor, afterSeconds: pageAfterSeconds });
      for (const { grantId, serverId } of paging) {
        log.error(
          { grantId, serverId, code: 'page' },
          'a revocation needs somebody: ten minutes without a proof',
        );
      }
      const counts = await countGrantsByState(db.client, { siteId, overdueAfterSeconds, pageAfterSeconds });
      for (const state of liveGrantStates) metrics.grants.set({ state }, counts.byState[state] ?? 0);
      metrics.overdueRevocations.set(counts.overdue);
      metrics.pagingRevocations.set(counts.paging);
    },
  };
}
