import { type BmcUserCounts, countBmcUsers, listBmcsOfSite } from '@postern/database';
import { nearlyFullAtFree } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import { describeFailure } from '../failure.ts';
import type { BrokerMetrics } from '../metrics.ts';
import { reconcileBmc } from '../provisioning/reconcile.ts';
import { forEachConcurrently } from '../telemetry/for-each-concurrently.ts';
import type { Chore } from './chore.ts';

const maxConcurrent = 8;

/** Reads every BMC's user table at start and on a schedule: what carries our names without a grant is removed. */
export function reconcileAccounts(parts: BrokerParts, everySeconds: number): Chore {
  const { db, siteId, metrics, log } = parts;
  return {
    name: 'reconcile-accounts',
    everyMs: everySeconds * 1_000,
    async run() {
      if (parts.gate.observing) return;
      let missing = 0;
      await forEachConcurrently(
        await listBmcsOfSite(db.client, { siteId }),
        maxConcurrent,
        async ({ bmcId }) => {
          if (parts.stopping.aborted) return;
          try {
            const review = await reconcileBmc(parts, bmcId);
            missing += review.missing.length;
          } catch (error) {
            log.warn({ bmcId, code: describeFailure(error).code }, 'the users of a BMC could not be read');
          }
        },
      );
      showUserCounts(metrics, await countBmcUsers(db.client, { siteId }));
      metrics.missingAccounts.set(missing);
    },
  };
}

/** From the rows and not from this run: a BMC that could not be read keeps what was last seen on it. */
function showUserCounts(metrics: BrokerMetrics, bmcs: readonly BmcUserCounts[]): void {
  metrics.bmcUsers.reset();
  metrics.bmcUserPlaces.reset();
  let foreign = 0;
  let toJudge = 0;
  for (const bmc of bmcs) {
    const server = bmc.serverName;
    foreign += bmc.foreign;
    toJudge += bmc.toJudge;
    metrics.bmcUsers.set({ server, whose: 'foreign' }, bmc.foreign);
    metrics.bmcUsers.set({ server, whose: 'ours' }, bmc.used - bmc.foreign);
    if (bmc.free !== null) metrics.bmcUserPlaces.set({ server }, bmc.free);
  }
  metrics.foreignAccounts.set(foreign);
  metrics.foreignAccountsToJudge.set(toJudge);
  metrics.nearlyFullTables.set(bmcs.filter(({ free }) => free !== null && free <= nearlyFullAtFree).length);
}
