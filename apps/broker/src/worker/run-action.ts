import {
  type ActionToRun,
  type ClaimedAction,
  claimAction,
  finishAction,
  releaseActionClaim,
} from '@postern/database';
import { type ActionKind, type ActionParameters, actionParameters, assertNever } from '@postern/domain';
import type { ActionOutcome } from '../actions/outcome.ts';
import { runBmcDetect } from '../actions/run-bmc-detect.ts';
import { runBmcPosture } from '../actions/run-bmc-posture.ts';
import { runBmcProbe } from '../actions/run-bmc-probe.ts';
import { runBmcReset } from '../actions/run-bmc-reset.ts';
import { runBmcTest } from '../actions/run-bmc-test.ts';
import { runBoot } from '../actions/run-boot.ts';
import { runHandOver } from '../actions/run-hand-over.ts';
import { runPower } from '../actions/run-power.ts';
import { runRemoveAccount } from '../actions/run-remove-account.ts';
import { runRotation } from '../actions/run-rotation.ts';
import { type BrokerParts, claimSeconds } from '../broker-parts.ts';
import { BrokerFault, describeFailure } from '../failure.ts';
import { insist } from '../insist.ts';
import { loggableError } from '../logging.ts';
import type { Queue } from './runner.ts';

/** What people asked for: power, boot device, BMC tests. */
export function actionQueue(parts: BrokerParts): Queue {
  const { db, siteId, brokerId } = parts;
  return {
    name: 'run-action',
    maxConcurrent: 32,
    async claim() {
      const action = await claimAction(db.client, { siteId, brokerId, claimSeconds });
      return action === undefined ? [] : [{ id: action.actionId, run: () => runAction(parts, action) }];
    },
  };
}

async function runAction(parts: BrokerParts, action: ClaimedAction): Promise<void> {
  const { actionId, serverId, kind } = action;
  const log = parts.log.child({ actionId, serverId, kind });
  const outcome = await carryOut(parts, action).catch((error: unknown): ActionOutcome => {
    log.error({ error: loggableError(error) }, 'an action ended unexpectedly');
    return { state: 'failed', failure: describeFailure(error) };
  });
  if (outcome.state !== 'succeeded' && outcome.failure.code === 'superseded') return;
  if (outcome.state === 'failed' && passing.includes(outcome.failure.code)) {
    await releaseActionClaim(parts.db.client, { actionId, brokerId: parts.brokerId });
    return;
  }
  await insist(parts, () => store(parts, action, outcome));
  parts.metrics.actions.inc({ kind, state: outcome.state });
  log.info(
    { state: outcome.state, code: 'failure' in outcome ? outcome.failure.code : undefined },
    'an action is over',
  );
}

async function carryOut(parts: BrokerParts, action: ClaimedAction): Promise<ActionOutcome> {
  // The portal asked the same when the click came; the answer may have changed since.
  if (!action.entitled) return { state: 'failed', failure: describeFailure(notEntitled()) };
  if (action.waitedSeconds > longestWaitSeconds && !patient.includes(action.kind))
    return { state: 'failed', failure: describeFailure(waitedTooLong()) };
  const parameters: ActionParameters = actionParameters.parse(action.parameters);
  if (parameters.kind === 'bmc-detect') return runBmcDetect(parts, action, parameters);
  if (!isOnBmc(action)) return { state: 'failed', failure: describeFailure(bmcRemoved()) };
  switch (parameters.kind) {
    case 'power':
      return runPower(parts, action, parameters.operation);
    case 'boot':
      return runBoot(parts, action, parameters);
    case 'bmc-test':
      return runBmcTest(parts, action);
    case 'bmc-probe':
      return runBmcProbe(parts, action);
    case 'bmc-posture':
      return runBmcPosture(parts, action);
    case 'remove-account':
      return runRemoveAccount(parts, action, parameters);
    case 'hand-over':
      return runHandOver(parts, action, parameters.handOverId);
    case 'rotate-credential':
      return runRotation(parts, action, parameters);
    case 'bmc-reset':
      return runBmcReset(parts, action);
    default:
      return assertNever(parameters);
  }
}

function isOnBmc(action: ClaimedAction): action is ActionToRun {
  return action.bmcId !== null;
}

function bmcRemoved(): BrokerFault {
  return new BrokerFault('bmc-changed', 'The BMC of this server was removed in the meantime.');
}

/**
 * Longer than a restart that waits for its operating system keeps the next one waiting. Past it somebody may have logged
 * in to the server again, and a reset from the night before would surprise him.
 */
const longestWaitSeconds = 600;
/** Wanted however late: nobody is surprised by them. */
const patient: readonly ActionKind[] = ['hand-over', 'rotate-credential'];
/** Nothing has failed: another broker has the BMC, and the same work may begin again in a moment. */
const passing: readonly string[] = ['bmc-in-use', 'lease-lost'];

function waitedTooLong(): BrokerFault {
  return new BrokerFault(
    'waited-too-long',
    'It could not be sent within ten minutes, so it was not sent at all. Ask again if it is still needed.',
  );
}

function notEntitled(): BrokerFault {
  return new BrokerFault('not-entitled', 'The access to this server ended before the command could be sent.');
}

async function store(parts: BrokerParts, action: ClaimedAction, outcome: ActionOutcome): Promise<void> {
  const failure = outcome.state === 'succeeded' ? undefined : outcome.failure;
  await finishAction(parts.db, {
    actionId: action.actionId,
    brokerId: parts.brokerId,
    to: outcome.state,
    result: outcome.result ?? null,
    errorCode: failure?.code ?? null,
    error: failure?.message ?? null,
    event: {
      type: 'action.finished',
      actor: parts.actor,
      outcome: outcome.state === 'succeeded' ? 'ok' : 'failed',
      organisationId: action.organisationId ?? undefined,
      serverId: action.serverId,
      details: {
        actionId: action.actionId,
        kind: action.kind,
        operation: operationOf(action),
        state: outcome.state,
        code: failure?.code ?? null,
      },
    },
  });
}

/** What was asked, in one word, for the audit log. */
function operationOf({ parameters }: ClaimedAction): string | null {
  const parsed = actionParameters.safeParse(parameters);
  if (!parsed.success) return null;
  if (parsed.data.kind === 'power') return parsed.data.operation;
  if (parsed.data.kind === 'rotate-credential') return parsed.data.purpose;
  return parsed.data.kind === 'boot' ? parsed.data.device : null;
}
