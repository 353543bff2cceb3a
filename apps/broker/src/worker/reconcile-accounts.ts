import { listBmcsOfSite } from '@postern/database';
import type { BrokerParts } from '../broker-parts.ts';
import { describeFailure } from '../failure.ts';
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
      let foreign = 0;
      let missing = 0;
      await forEachConcurrently(
        await listBmcsOfSite(db.client, { siteId }),
        maxConcurrent,
        async ({ bmcId }) => {
          if (parts.stopping.aborted) return;
          try {
            const review = await reconcileBmc(parts, bmcId);
            foreign += review.foreign.length;
            missing += review.missing.length;
          } catch (error) {
            log.warn({ bmcId, code: describeFailure(error).code }, 'the users of a BMC could not be read');
          }
        },
      );
      metrics.foreignAccounts.set(foreign);
      metrics.missingAccounts.set(missing);
    },
  };
}
