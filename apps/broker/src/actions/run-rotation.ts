/** Replaces the password of a BMC's own login, or ends a replacement that was broken off. */
import { type ActionToRun, appendAuditEvent } from '@postern/database';
import type { ActionParameters } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import { describeFailure } from '../failure.ts';
import { rotateLogin } from '../provisioning/rotate-login.ts';
import { keepAction } from './keep-action.ts';
import type { ActionOutcome } from './outcome.ts';
import { checkServer } from './run-power.ts';

type Wish = Extract<ActionParameters, { kind: 'rotate-credential' }>;

/** Somebody else goes on, or it is tried again in a moment: nothing has failed. */
const passedOn: readonly string[] = ['superseded', 'lease-lost', 'bmc-in-use'];

export async function runRotation(
  parts: BrokerParts,
  action: ActionToRun,
  { purpose }: Wish,
): Promise<ActionOutcome> {
  try {
    return await parts.lanes.hold(action.bmcId, async (hold) => {
      checkServer(action, hold.facts);
      const { startedAt } = action;
      const rotated = await rotateLogin(parts, hold, {
        purpose,
        startedAt,
        mayWrite: () => keepAction(parts, action),
      });
      return { state: 'succeeded', result: { rotated } };
    });
  } catch (error) {
    const failure = describeFailure(error);
    if (!passedOn.includes(failure.code)) await tellFailure(parts, action, failure.code);
    return { state: 'failed', failure };
  }
}

async function tellFailure({ db, actor }: BrokerParts, action: ActionToRun, code: string): Promise<void> {
  await appendAuditEvent(db.client, {
    type: 'bmc.rotation-failed',
    actor,
    outcome: 'failed',
    serverId: action.serverId,
    details: { bmcId: action.bmcId, actionId: action.actionId, code },
  });
}
