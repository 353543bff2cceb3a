/** Restarts a BMC, waits until it is back, and sets its accounts right: a restart may bring users back, or lose them. */
import { type ActionToRun, recordActionProgress, renewActionClaim } from '@postern/database';
import { type BmcResetResult, type BmcResetStep, bmcResetSteps } from '@postern/domain';
import { type BrokerParts, claimSeconds } from '../broker-parts.ts';
import { BrokerFault, describeFailure, type Failure } from '../failure.ts';
import { insist } from '../insist.ts';
import type { UserReview } from '../provisioning/plan.ts';
import { reconcileBmc } from '../provisioning/reconcile.ts';
import { readPower } from '../telemetry/readings.ts';
import type { ActionOutcome } from './outcome.ts';
import { probeBmc } from './probe-bmc.ts';
import { type ReturnWatch, watchReturn } from './return-watch.ts';
import { checkServer, markSent } from './run-power.ts';

export interface ResetLimits {
  readonly pollMs: number;
  /** A BMC that is not back after this is taken for lost. */
  readonly returnMs: number;
  /** One that answered all the time for this long has restarted faster than could be seen, or not at all. */
  readonly unseenMs: number;
}

const defaultLimits: ResetLimits = { pollMs: 1_000, returnMs: 600_000, unseenMs: 30_000 };

type Tick = BmcResetResult['steps'][number];

export async function runBmcReset(
  parts: BrokerParts,
  action: ActionToRun,
  limits = defaultLimits,
): Promise<ActionOutcome> {
  const steps: Tick[] = [];
  const passed = (step: BmcResetStep, detail: string) => steps.push({ step, outcome: 'passed', detail });
  const failed = (step: BmcResetStep, failure: Failure): ActionOutcome => {
    steps.push({ step, outcome: 'failed', detail: failure.message });
    for (const later of bmcResetSteps.slice(steps.length))
      steps.push({ step: later, outcome: 'skipped', detail: 'Not tried, as the step before failed.' });
    return { state: 'failed', failure, result: { steps } };
  };

  const refusal = await restart(parts, action);
  if (refusal !== undefined) return failed('restart', refusal);
  passed('restart', 'The BMC was told to restart. The server goes on running.');

  await show(parts, action, { steps });
  const back = await waitForReturn(parts, action, limits);
  if (back === 'stopped') return leftAlone();
  if (back === 'gave-up') return failed('return', describeFailure(notBack()));
  passed('return', backWords[back]);

  await show(parts, action, { steps });
  try {
    passed('accounts', accountWords(await reconcileWhenReady(parts, action, limits)));
  } catch (error) {
    const { message, ...failure } = describeFailure(error);
    return failed('accounts', {
      ...failure,
      message: `The BMC is back, but its accounts could not be checked. ${message}`,
    });
  }
  await readPower(parts, action);
  return { state: 'succeeded', result: { steps } };
}

/** Sent once. A lost answer is what a BMC that restarts at once gives: it is watched all the same. */
async function restart(parts: BrokerParts, action: ActionToRun): Promise<Failure | undefined> {
  try {
    await parts.lanes.hold(action.bmcId, async (hold) => {
      checkServer(action, hold.facts);
      const bmc = await hold.bmc(() => markSent(parts, action));
      try {
        await bmc.control.reset('cold');
      } finally {
        hold.forgetSession();
      }
    });
  } catch (error) {
    const failure = describeFailure(error);
    if (failure.code === 'superseded' || failure.outcome === 'not-applied') return failure;
  }
  return undefined;
}

async function waitForReturn(
  parts: BrokerParts,
  action: ActionToRun,
  limits: ResetLimits,
): Promise<Exclude<ReturnType<ReturnWatch['see']>, 'wait'> | 'stopped'> {
  const { clock, stopping } = parts;
  const watch = watchReturn(limits);
  const startedAt = clock.now();
  for (;;) {
    await clock.sleep(limits.pollMs, stopping);
    if (stopping.aborted) return 'stopped';
    await keepClaim(parts, action);
    const meaning = watch.see(await answers(parts, action), clock.now() - startedAt);
    if (meaning !== 'wait') return meaning;
  }
}

async function answers(parts: BrokerParts, { bmcId }: ActionToRun): Promise<boolean> {
  try {
    await probeBmc(parts, bmcId);
    return true;
  } catch (error) {
    if (describeFailure(error).code === 'bmc-changed') throw error;
    return false;
  }
}

/** A BMC answers before it lets anybody log in: what says "not yet" is tried again, what says no is not. */
async function reconcileWhenReady(
  parts: BrokerParts,
  action: ActionToRun,
  limits: ResetLimits,
): Promise<UserReview> {
  const { clock, stopping } = parts;
  const startedAt = clock.now();
  for (;;) {
    try {
      return await reconcileBmc(parts, action.bmcId);
    } catch (error) {
      const { code } = describeFailure(error);
      const over = stopping.aborted || clock.now() - startedAt > limits.unseenMs;
      if (over || !notYet.includes(code)) throw error;
    }
    await keepClaim(parts, action);
    await clock.sleep(limits.pollMs, stopping);
  }
}

const notYet: readonly string[] = [
  'unreachable',
  'session-lost',
  'no-session-slot',
  'busy',
  'protocol-violation',
  'cipher-refused',
  'bmc-in-use',
];

async function keepClaim(parts: BrokerParts, { actionId }: ActionToRun): Promise<void> {
  const { db, brokerId } = parts;
  await insist(parts, () => renewActionClaim(db.client, { actionId, brokerId, claimSeconds }));
}

async function show(parts: BrokerParts, { actionId }: ActionToRun, result: BmcResetResult): Promise<void> {
  const { db, brokerId } = parts;
  const ours = await insist(parts, () =>
    recordActionProgress(db.client, { actionId, brokerId, claimSeconds, result }),
  );
  if (!ours) throw new BrokerFault('superseded', 'Another broker goes on with this restart.');
}

const backWords = {
  returned: 'The BMC was away and is back.',
  unseen: 'The BMC answered all the time: it restarted faster than could be seen, or it did not restart.',
} as const;

function accountWords({ orphans, missing }: UserReview): string {
  const removed =
    orphans.length === 0
      ? 'No leftover account came back.'
      : `${orphans.length} leftover ${orphans.length === 1 ? 'account' : 'accounts'} came back and ${orphans.length === 1 ? 'is' : 'are'} being removed.`;
  if (missing.length === 0) return removed;
  return `${removed} The account of the present access was lost: end the access and request it again.`;
}

/** The rows say that it was sent: whoever looks at them next calls it unknown, and the BMC is reconciled by schedule. */
function leftAlone(): ActionOutcome {
  throw new BrokerFault('superseded', 'The broker stops.', 'unknown');
}

function notBack(): BrokerFault {
  return new BrokerFault(
    'state-not-reached',
    'The BMC did not come back within ten minutes. The server itself is not touched. Ask the data-centre staff.',
  );
}
