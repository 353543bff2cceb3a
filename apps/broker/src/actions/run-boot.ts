import type { BootOverride } from '@postern/bmc';
import type { ActionToRun } from '@postern/database';
import type { BrokerParts } from '../broker-parts.ts';
import { BrokerFault, describeFailure } from '../failure.ts';
import { storeBoot } from '../telemetry/readings.ts';
import type { ActionOutcome } from './outcome.ts';
import { checkServer, markSent } from './run-power.ts';

/** Sets the boot device and shows what the BMC holds afterwards, which may be less than was asked. */
export async function runBoot(
  parts: BrokerParts,
  action: ActionToRun,
  asked: BootOverride,
): Promise<ActionOutcome> {
  let sent = false;
  try {
    const held = await parts.lanes.hold(action.bmcId, async (hold) => {
      checkServer(action, hold.facts);
      const bmc = await hold.bmc(async () => {
        await markSent(parts, action);
        sent = true;
      });
      return bmc.boot.write(asked);
    });
    await storeBoot(parts, action, held);
    return judge(asked, held);
  } catch (error) {
    const failure = describeFailure(error);
    // What never left this process is known not to be done, whatever the failure says of itself.
    return { state: sent && failure.outcome === 'unknown' ? 'unknown' : 'failed', failure };
  }
}

function judge(asked: BootOverride, held: BootOverride): ActionOutcome {
  const result = { ...held };
  if (held.device === asked.device) return { state: 'succeeded', result };
  const failure = describeFailure(
    new BrokerFault('not-kept', `The BMC accepted the boot device but holds "${held.device}".`),
  );
  return { state: 'failed', failure, result };
}
