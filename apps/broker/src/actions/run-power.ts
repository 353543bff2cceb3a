/** Carries out one power action: the command leaves once, then the server is watched until it obeys. */
import type { PowerState } from '@postern/bmc';
import { type ActionToRun, markActionSent, renewActionClaim } from '@postern/database';
import type { PowerOperation } from '@postern/domain';
import { type BrokerParts, claimSeconds } from '../broker-parts.ts';
import { BrokerFault, describeFailure } from '../failure.ts';
import { readBoot, readPower } from '../telemetry/readings.ts';
import type { ActionOutcome } from './outcome.ts';
import { powerPollMs, watchPower } from './power-watch.ts';

export interface PowerLimits {
  /** How long an operating system may take to shut down before a restart is given up. */
  readonly softRestartSeconds: number;
}

const defaultLimits: PowerLimits = { softRestartSeconds: 120 };

type HardwareOperation = Exclude<PowerOperation, 'soft-restart'>;

export async function runPower(
  parts: BrokerParts,
  action: ActionToRun,
  operation: PowerOperation,
  limits = defaultLimits,
): Promise<ActionOutcome> {
  if (operation === 'soft-restart') return restartSoftly(parts, action, limits);
  const outcome = await sendAndWatch(parts, action, operation);
  if (operation !== 'off' && operation !== 'soft-off') await readBoot(parts, action);
  return outcome;
}

/** Asks the operating system to go down and starts the server again. One that stays up is left alone. */
async function restartSoftly(
  parts: BrokerParts,
  action: ActionToRun,
  { softRestartSeconds }: PowerLimits,
): Promise<ActionOutcome> {
  const down = await sendAndWatch(parts, action, 'soft-off', softRestartSeconds * 1_000);
  if (down.state !== 'succeeded') return down;
  const up = await sendAndWatch(parts, action, 'on');
  await readBoot(parts, action);
  if (up.state === 'succeeded') return up;
  return {
    ...up,
    failure: {
      ...up.failure,
      message: `The server shut down, but did not start again. ${up.failure.message}`,
    },
  };
}

async function sendAndWatch(
  parts: BrokerParts,
  action: ActionToRun,
  operation: HardwareOperation,
  limitMs?: number,
): Promise<ActionOutcome> {
  try {
    await send(parts, action, operation);
  } catch (error) {
    const failure = describeFailure(error);
    const look = await readPower(parts, action);
    const state = look.kind === 'seen' ? look.state : 'unknown';
    if (failure.outcome === 'not-applied') return { state: 'failed', failure, result: { power: state } };
    return { state: 'unknown', failure: answerLost(failure.code, state), result: { power: state } };
  }
  return watch(parts, action, operation, limitMs);
}

async function send(parts: BrokerParts, action: ActionToRun, operation: HardwareOperation): Promise<void> {
  await parts.lanes.hold(action.bmcId, async (hold) => {
    checkServer(action, hold.facts);
    // Committed before the command leaves: whoever finds this row later knows that it may have arrived.
    const bmc = await hold.bmc(() => markSent(parts, action));
    await bmc.power.apply(operation);
  });
}

export function checkServer(action: ActionToRun, facts: { readonly serverId: string }): void {
  if (facts.serverId === action.serverId) return;
  throw new BrokerFault('bmc-changed', 'The BMC of this server was replaced in the meantime. Try again.');
}

export async function markSent({ db, brokerId }: BrokerParts, { actionId }: ActionToRun): Promise<void> {
  if (await markActionSent(db.client, { actionId, brokerId, claimSeconds })) return;
  throw new BrokerFault('superseded', 'Another broker goes on with this action.', 'unknown');
}

async function watch(
  parts: BrokerParts,
  action: ActionToRun,
  operation: HardwareOperation,
  limitMs?: number,
): Promise<ActionOutcome> {
  const { clock, stopping, db, brokerId } = parts;
  const watching = watchPower(operation, limitMs);
  const sentAt = clock.now();
  let seen: PowerState | undefined;
  let lastSeenMs = 0;
  for (
    let elapsedMs = 0;
    elapsedMs - lastSeenMs < blindMs && !stopping.aborted;
    elapsedMs = clock.now() - sentAt
  ) {
    const look = await readPower(parts, action);
    if (look.kind === 'seen') {
      seen = look.state;
      lastSeenMs = elapsedMs;
      const meaning = watching.see(look.state, clock.now() - sentAt);
      if (meaning === 'reached') return { state: 'succeeded', result: { power: look.state } };
      if (meaning === 'gave-up') return notReached(operation, look.state);
    }
    await renewActionClaim(db.client, { actionId: action.actionId, brokerId, claimSeconds });
    await clock.sleep(powerPollMs, stopping);
  }
  const failure = describeFailure(new BrokerFault('state-not-reached', notSeen, 'unknown'));
  return { state: 'unknown', failure, result: { power: seen ?? 'unknown' } };
}

/** A server that cannot be looked at for this long is left to the sweep. */
const blindMs = 30_000;

const notSeen =
  'The command was accepted, but the server could not be watched until it obeyed. Look at its power state.';

function notReached(operation: HardwareOperation, state: PowerState): ActionOutcome {
  const message =
    operation === 'soft-off'
      ? 'The operating system did not shut down in time; the server was left on. Force it off if it hangs.'
      : `The BMC accepted the command, but the server is still ${state}.`;
  return {
    state: 'failed',
    failure: describeFailure(new BrokerFault('state-not-reached', message)),
    result: { power: state },
  };
}

function answerLost(code: string, state: string) {
  return {
    code,
    outcome: 'unknown',
    message: `The command was sent, but the BMC's answer is lost. The server is now ${state === 'unknown' ? 'not readable' : state}. The command was not sent again.`,
  } as const;
}
