import type { Bmc } from '@postern/bmc';
import { type ActionToRun, recordActionProgress } from '@postern/database';
import { type BmcTestResult, type BmcTestStep, bmcTestSteps } from '@postern/domain';
import { type BrokerParts, claimSeconds } from '../broker-parts.ts';
import { BrokerFault, describeFailure, type Failure } from '../failure.ts';
import { insist } from '../insist.ts';
import type { OpenedBmc } from '../provisioning/drivers.ts';
import { namedUsers, readUsers } from '../provisioning/users.ts';
import { storePower } from '../telemetry/readings.ts';
import type { ActionOutcome } from './outcome.ts';
import { probeBmc } from './probe-bmc.ts';

type Tick = BmcTestResult['steps'][number];

/**
 * Reachable, login, user table, power: each with a sentence, shown before the next one is tried. The first failure makes
 * the rest pointless.
 */
export async function runBmcTest(parts: BrokerParts, action: ActionToRun): Promise<ActionOutcome> {
  const ticks: Tick[] = [];
  let failure: Failure | undefined;
  let bmc: OpenedBmc | undefined;

  async function tick(step: BmcTestStep, look: () => Promise<string>): Promise<void> {
    if (failure !== undefined) {
      ticks.push({ step, outcome: 'skipped', detail: 'Not tried, as the step before failed.' });
      return;
    }
    try {
      await show(parts, action, { steps: ticks });
      ticks.push({ step, outcome: 'passed', detail: await look() });
    } catch (error) {
      failure = describeFailure(error);
      ticks.push({ step, outcome: 'failed', detail: failure.message });
    }
  }

  const looks: Record<BmcTestStep, () => Promise<string>> = {
    reachable: () => probe(parts, action.bmcId),
    async login() {
      // A session of its own: an old one would say nothing of the credential that is stored now.
      bmc = await parts.lanes.openSeparately(action.bmcId);
      return describeLogin(bmc);
    },
    'user-table': () => describeUsers(opened(bmc)),
    async power() {
      const state = await opened(bmc).power.state();
      await storePower(parts, action, state);
      return `The server is ${state}.`;
    },
  };
  try {
    for (const step of bmcTestSteps) await tick(step, looks[step]);
  } finally {
    await bmc?.close();
  }
  const result: BmcTestResult = { steps: ticks };
  return failure === undefined
    ? { state: 'succeeded', result: { ...result } }
    : { state: 'failed', failure, result: { ...result } };
}

/** What is known so far; at first nothing, in place of what a broker that was lost had found. */
async function show(parts: BrokerParts, { actionId }: ActionToRun, result: BmcTestResult): Promise<void> {
  const { db, brokerId } = parts;
  const ours = await insist(parts, () =>
    recordActionProgress(db.client, { actionId, brokerId, claimSeconds, result }),
  );
  if (!ours) throw new BrokerFault('superseded', 'Another broker goes on with this test.');
}

/** Not where: its tenant reads this too, and the address of a BMC is not his. */
async function probe(parts: BrokerParts, bmcId: string): Promise<string> {
  const { port, protocol } = await probeBmc(parts, bmcId);
  return protocol === 'redfish'
    ? `Something answers over TLS on port ${port}.`
    : `An IPMI BMC answers on port ${port}.`;
}

async function describeLogin(bmc: OpenedBmc): Promise<string> {
  const { firmware, protocolVersion } = await bmc.identity();
  const spoken =
    bmc.protocol === 'ipmi'
      ? `IPMI ${protocolVersion}, firmware ${firmware}, cipher suite ${bmc.cipherSuite}`
      : `Redfish ${protocolVersion}, firmware ${firmware}`;
  return `The stored login works (${spoken}).`;
}

async function describeUsers({ accounts }: Bmc): Promise<string> {
  const users = await readUsers(accounts);
  const named = namedUsers(users).length;
  return users.model === 'slots'
    ? `${named} of ${users.table.maxSlots} user slots are in use.`
    : `${named} ${named === 1 ? 'user is' : 'users are'} on this BMC.`;
}

function opened(bmc: OpenedBmc | undefined): OpenedBmc {
  if (bmc === undefined) throw new TypeError('a step that needs the login ran without it');
  return bmc;
}
