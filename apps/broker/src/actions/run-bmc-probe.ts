import { type BmcProfile, probeBmc, Secret } from '@postern/bmc';
import { type ActionToRun, listTakenSlots, recordProfile } from '@postern/database';
import { newAccountName, newAccountPassword } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import { BrokerFault, describeFailure } from '../failure.ts';
import type { BmcHold } from '../provisioning/bmc-lanes.ts';
import { keepAction } from './keep-action.ts';
import type { ActionOutcome } from './outcome.ts';
import { checkServer } from './run-power.ts';

/**
 * Tries on a free user slot what this BMC really does, and keeps it for the drivers. The user of the probe carries our
 * prefix: whatever a broker that dies leaves behind is an orphan to the next one, and removed.
 */
export async function runBmcProbe(parts: BrokerParts, action: ActionToRun): Promise<ActionOutcome> {
  try {
    const profile = await parts.lanes.hold(action.bmcId, (hold) => probe(parts, action, hold));
    if (!(await recordProfile(parts.db.client, { bmcId: action.bmcId, profile }))) {
      throw new BrokerFault(
        'bmc-changed',
        'The protocol of this BMC was changed in the meantime. Probe again.',
      );
    }
    return { state: 'succeeded', result: { profile } };
  } catch (error) {
    return { state: 'failed', failure: describeFailure(error) };
  }
}

async function probe(parts: BrokerParts, action: ActionToRun, hold: BmcHold): Promise<BmcProfile> {
  checkServer(action, hold.facts);
  // Under the guard against lock-outs; the probe's own logins follow only when this one is taken.
  const { accounts } = await hold.bmc();
  const { randomInt, driver } = parts;
  return probeBmc(
    hold.storedTarget(),
    {
      username: newAccountName(randomInt),
      newPassword: (bytes) => new Secret(passwordOf(bytes, randomInt)),
      async beforeWrite() {
        await hold.renewLease();
        await keepAction(parts, action);
      },
      // Whoever took over finds the probe's user by our prefix.
      beforeClear: () => hold.renewLease(),
      ...(accounts.model === 'slots'
        ? { allowedSlots: await freeSlots(parts, hold, await accounts.countSlots()) }
        : {}),
    },
    driver.dependencies,
  );
}

/** Slots that no account of ours stands in or is meant for. */
async function freeSlots({ db }: BrokerParts, { facts }: BmcHold, highest: number): Promise<number[]> {
  const taken = await listTakenSlots(db.client, { bmcId: facts.bmcId });
  const ordinary = Array.from({ length: Math.max(0, highest - 2) }, (_, index) => index + 3);
  const allowed = facts.allowedSlots.length > 0 ? facts.allowedSlots : ordinary;
  const free = allowed.filter((slot) => slot <= highest && !taken.includes(slot));
  if (free.length > 0) return free;
  throw new BrokerFault(
    'no-free-slot',
    'No slot that Postern may use is free on this BMC: make room for the probe.',
  );
}

/** Two passwords that BMCs accept, one after the other, cut to length. */
function passwordOf(bytes: number, randomInt: (max: number) => number): string {
  return `${newAccountPassword(randomInt)}${newAccountPassword(randomInt)}`.slice(0, bytes);
}
