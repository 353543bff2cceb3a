import { checkPosture } from '@postern/bmc';
import { type ActionToRun, databaseNow, recordPosture } from '@postern/database';
import { bmcPosture, isAccountName } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import { describeFailure } from '../failure.ts';
import type { ActionOutcome } from './outcome.ts';
import { checkServer } from './run-power.ts';

/** Looks at what is weak on a BMC and keeps what was found. Writes nothing, and tries no login that may be wrong. */
export async function runBmcPosture(parts: BrokerParts, action: ActionToRun): Promise<ActionOutcome> {
  const { db, driver, lanes } = parts;
  try {
    const posture = await lanes.hold(action.bmcId, async (hold) => {
      checkServer(action, hold.facts);
      // Under the guard against lock-outs; the look's own login follows only when this one is taken.
      await hold.bmc();
      const { port, redfishPort } = hold.facts;
      const found = await checkPosture(
        hold.storedTarget(),
        {
          now: await databaseNow(db.client),
          registered: { names: new Set(), isOurs: isAccountName },
          ipmiPort: port,
          ...(redfishPort === null ? {} : { httpsPort: redfishPort }),
        },
        driver.dependencies,
      );
      return bmcPosture.parse(found);
    });
    await recordPosture(db.client, { bmcId: action.bmcId, posture });
    return { state: 'succeeded', result: { posture } };
  } catch (error) {
    return { state: 'failed', failure: describeFailure(error) };
  }
}
